import FoundationEssentials
import Glibc
import Terminal

/// A number as an `.npy` file holds it.
protocol ArrayElement: BitwiseCopyable {
  /// NumPy's name of the type, little-endian.
  static var typeName: String { get }
}

extension Float: ArrayElement { static let typeName = "<f4" }
extension Double: ArrayElement { static let typeName = "<f8" }
extension Int32: ArrayElement { static let typeName = "<i4" }

/// A folder of raw arrays that both sides of a comparison read.
struct ArrayFolder {
  let path: String

  /// Writes an array as `NAME.npy`.
  ///
  /// - Source: NumPy Enhancement Proposal 1, format version 1.0.
  func write<Element: ArrayElement>(
    _ elements: [Element], shape: [Int], as name: String
  ) throws(CommandFailure) {
    precondition(shape.reduce(1, *) == elements.count, "\(name): \(elements.count), not \(shape)")
    let sizes = shape.map { "\($0)," }.joined(separator: " ")
    let facts =
      "{'descr': '\(Element.typeName)', 'fortran_order': False, 'shape': (\(sizes)), }"
    // Data start on a multiple of 64 bytes, ten of which come before the facts.
    let padding = String(repeating: " ", count: 63 - (10 + facts.utf8.count) % 64)
    let header = Array((facts + padding + "\n").utf8)
    let start: [UInt8] =
      [0x93] + Array("NUMPY".utf8) + [1, 0]
      + [UInt8(header.count & 0xff), UInt8(header.count >> 8)]
    let path = "\(path)/\(name).npy"
    guard let file = fopen(path, "wb") else { throw Self.failure(path) }
    defer { fclose(file) }
    let isWritten =
      fwrite(start, 1, start.count, file) == start.count
      && fwrite(header, 1, header.count, file) == header.count
      && fwrite(elements, MemoryLayout<Element>.stride, elements.count, file) == elements.count
    guard isWritten && fflush(file) == 0 else { throw Self.failure(path) }
  }

  /// The elements of `NAME.npy`, which this program wrote.
  func read<Element: ArrayElement>(
    _ name: String, of type: Element.Type
  ) throws(CommandFailure) -> [Element] {
    let path = "\(path)/\(name).npy"
    guard let file = fopen(path, "rb") else { throw Self.failure(path) }
    defer { fclose(file) }
    var start = [UInt8](repeating: 0, count: 10)
    guard fread(&start, 1, 10, file) == 10, fseek(file, 0, SEEK_END) == 0 else {
      throw Self.failure(path)
    }
    let header = 10 + Int(start[8]) + Int(start[9]) << 8
    let count = (ftell(file) - header) / MemoryLayout<Element>.stride
    fseek(file, header, SEEK_SET)
    let elements = [Element](unsafeUninitializedCapacity: count) { buffer, initialised in
      initialised = fread(buffer.baseAddress, MemoryLayout<Element>.stride, count, file)
    }
    guard elements.count == count else { throw Self.failure(path) }
    return elements
  }

  private static func failure(_ path: String) -> CommandFailure {
    CommandFailure(
      "\(path): \(systemErrorText(errno)).", hint: "The cases take up to 400 MB each.",
      exitCode: .ioError)
  }
}
