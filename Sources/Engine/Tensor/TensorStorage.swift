import Glibc

/// The memory of a tensor: Float32, 64-byte aligned, so that rows of sixteen
/// fill whole cache lines and the widest vector registers.
///
/// Sendable because a tensor writes only to storage it alone refers to.
@safe
final class TensorStorage: @unchecked Sendable {
  static let alignment = 64
  /// From this many bytes on the memory is asked for in huge pages: rows read in
  /// no order would otherwise wait for the translation of their addresses.
  private static let hugeByteCount = 1 << 22
  private static let hugePageSize = 1 << 21

  let count: Int
  let base: UnsafeMutablePointer<Float>

  /// Allocates uninitialised memory; every initialiser of `Tensor` fills it.
  private init(uninitialised count: Int) {
    self.count = count
    let byteCount = max(count, 1) * MemoryLayout<Float>.stride
    let isHuge = byteCount >= Self.hugeByteCount
    let raw = UnsafeMutableRawPointer.allocate(
      byteCount: byteCount, alignment: isHuge ? Self.hugePageSize : Self.alignment)
    // A wish: systems without huge pages answer with an error and go on.
    if isHuge { unsafe madvise(raw, byteCount, MADV_HUGEPAGE) }
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
