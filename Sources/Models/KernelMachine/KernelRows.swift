import Engine

/// The rows of a kernel matrix, computed when asked for and kept within a bound
/// of memory.
final class KernelRows {
  private let kernel: KernelFunction
  private let features: [Float]
  private let squares: [Float]
  private let columns: Int
  let count: Int
  /// K(xᵢ, xᵢ).
  let diagonal: [Double]

  /// [capacity, count], the rows kept.
  private let memory: UnsafeMutablePointer<Float>
  private let capacity: Int
  private var slotOfRow: [Int32]
  private var rowOfSlot: [Int32] = []
  /// Whether a slot was asked for since the hand passed it.
  private var isRecent: [Bool] = []
  private var hand = 0
  /// The slot asked for last, which its row is still read from.
  private var last = -1

  /// - Parameters:
  ///   - features: [count, columns], moved to where rounding is least.
  ///   - kernel: usable, as its `defect` tells.
  ///   - cacheBytes: the bound; two rows are kept in any case.
  init(_ features: Tensor, _ kernel: KernelFunction, cacheBytes: Int) {
    self.kernel = kernel
    self.features = features.values
    columns = features.columns
    count = features.rows
    squares = Self.squares(features)
    diagonal = squares.map { Double(kernel.diagonal(square: $0)) }
    capacity = min(count, max(2, cacheBytes / (4 * max(count, 1))))
    memory = .allocate(capacity: max(1, capacity * count))
    slotOfRow = [Int32](repeating: -1, count: count)
  }

  /// Whether neither a row with itself nor a distance overflows.
  var isFinite: Bool {
    diagonal.allSatisfy(\.isFinite) && squares.allSatisfy { (4 * $0).isFinite }
  }

  deinit { memory.deallocate() }

  static func squares(_ features: Tensor) -> [Float] {
    features.withUnsafeBufferPointer { values in
      guard let base = values.baseAddress else {
        return [Float](repeating: 0, count: features.rows)
      }
      return (0..<features.rows).map { row in
        let x = base + row * features.columns
        return Kernels.dot(x, x, features.columns)
      }
    }
  }

  /// The kernel values of a row with all rows, valid until the second call from
  /// now.
  func row(_ index: Int) -> UnsafePointer<Float> {
    if slotOfRow[index] >= 0 {
      last = Int(slotOfRow[index])
      isRecent[last] = true
      return UnsafePointer(memory + last * count)
    }
    let slot = freeSlot()
    last = slot
    rowOfSlot[slot] = Int32(index)
    isRecent[slot] = true
    slotOfRow[index] = Int32(slot)
    let place = memory + slot * count
    features.withUnsafeBufferPointer { features in
      guard columns > 0, let x = features.baseAddress else {
        place.update(repeating: 0, count: count)
        return
      }
      Kernels.multiply(
        1, x, rows: count, columns: columns, x + index * columns, plus: 0, place)
    }
    kernel.apply(place, squares, square: squares[index], count)
    return UnsafePointer(place)
  }

  /// A slot that is empty or was not asked for since the hand passed it.
  ///
  /// - Source: F. J. Corbató 1968, "A Paging Experiment with the Multics System",
  ///   the clock algorithm.
  private func freeSlot() -> Int {
    if rowOfSlot.count < capacity {
      rowOfSlot.append(-1)
      isRecent.append(false)
      return rowOfSlot.count - 1
    }
    while isRecent[hand] || hand == last {
      isRecent[hand] = false
      hand = (hand + 1) % capacity
    }
    let slot = hand
    hand = (hand + 1) % capacity
    slotOfRow[Int(rowOfSlot[slot])] = -1
    return slot
  }
}
