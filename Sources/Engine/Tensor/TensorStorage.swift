/// The memory of a tensor: Float32, 64-byte aligned, so that rows of sixteen
/// fill whole cache lines and the widest vector registers.
///
/// Sendable because a tensor writes only to storage it alone refers to.
@safe
final class TensorStorage: @unchecked Sendable {
  static let alignment = 64

  let count: Int
  let base: UnsafeMutablePointer<Float>

  /// Allocates uninitialised memory; every initialiser of `Tensor` fills it.
  private init(uninitialised count: Int) {
    self.count = count
    let raw = UnsafeMutableRawPointer.allocate(
      byteCount: max(count, 1) * MemoryLayout<Float>.stride, alignment: Self.alignment)
    unsafe base = unsafe raw.bindMemory(to: Float.self, capacity: max(count, 1))
  }

  convenience init(zeros count: Int) {
    self.init(uninitialised: count)
    unsafe base.initialize(repeating: 0, count: count)
  }

  convenience init(copying values: UnsafeBufferPointer<Float>) {
    self.init(uninitialised: values.count)
    if let source = values.baseAddress {
      unsafe base.initialize(from: source, count: values.count)
    }
  }

  deinit { unsafe UnsafeMutableRawPointer(base).deallocate() }

  var buffer: UnsafeMutableBufferPointer<Float> {
    unsafe UnsafeMutableBufferPointer(start: base, count: count)
  }
}
