import CKernels
import Engine
import Testing

/// The kernels of every level that this processor runs.
///
/// What needs a better one is left out with a line on the standard output.
struct NativeKernels: Sendable, CustomTestStringConvertible {
  let level: Kernels.Level
  nonisolated(unsafe) let table: UnsafePointer<kernel_table>

  var testDescription: String { "\(level)" }

  static let all: [NativeKernels] = Kernels.Level.allCases.compactMap { level in
    guard level.rawValue <= Kernels.level.rawValue else {
      print("kernels: \(level) is not tested, this processor has \(Kernels.level)")
      return nil
    }
    guard let table = kernel_table_at(kernel_level(level.rawValue)) else { return nil }
    return NativeKernels(level: level, table: table)
  }
}
