/// Scratch memory that a training step takes from and gives back as a whole.
///
/// Allocated once; taking from it moves an offset. One thread at a time uses an
/// arena.
@safe
package final class Arena {
  private let storage: TensorStorage
  /// The elements taken, a multiple of sixteen.
  package private(set) var used = 0

  /// Allocates room for `capacity` elements, rounded up to whole cache lines.
  package init(capacity: Int) {
    precondition(capacity >= 0, "arena: a capacity of \(capacity)")
    storage = TensorStorage(zeros: Kernels.padded(capacity))
  }

  package var capacity: Int { storage.count }

  /// Takes room for `count` elements, 64-byte aligned, whose contents are what
  /// was there before.
  ///
  /// - Precondition: that much is left.
  package func take(_ count: Int) -> UnsafeMutablePointer<Float> {
    let length = Kernels.padded(count)
    precondition(
      count >= 0 && length <= capacity - used,
      "arena: \(count) elements asked for, \(capacity - used) of \(capacity) are left")
    defer { used += length }
    return unsafe UnsafeMutableRawPointer(storage.base + used).bindMemory(
      to: Float.self, capacity: length)
  }

  /// Takes room for `count` integers, each the size of an element.
  package func takeIntegers(_ count: Int) -> UnsafeMutablePointer<Int32> {
    unsafe UnsafeMutableRawPointer(take(count)).bindMemory(to: Int32.self, capacity: count)
  }

  /// Gives everything back.
  package func reset() { used = 0 }

  /// Calls `body` and gives back what it took.
  package func scope<Result, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let start = used
    defer { used = start }
    return try body()
  }
}
