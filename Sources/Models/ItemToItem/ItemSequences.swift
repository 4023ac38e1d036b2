/// What each of many users met, in order.
package struct ItemSequences: Sendable, Equatable {
  /// The number of items there are.
  package let itemCount: Int
  /// The items of one sequence after the other.
  let items: [Int32]
  /// The moment of each item within its sequence.
  let moments: [Int32]
  /// Where each sequence starts; one more element than sequences.
  let offsets: [Int]

  /// Creates sequences whose items came one after the other.
  ///
  /// - Parameters:
  ///   - sequences: for each user the items, oldest first.
  ///   - itemCount: how many items there are.
  /// - Precondition: every item lies in `0..<itemCount`.
  package init(_ sequences: [[Int32]], itemCount: Int) {
    self.init(
      sequences, moments: sequences.map { Array(0..<Int32($0.count)) }, itemCount: itemCount)
  }

  /// Creates sequences of which several items may have come at one moment, such as in
  /// one basket.
  ///
  /// - Parameters:
  ///   - sequences: for each user the items, oldest first.
  ///   - moments: for each item the number of its basket or session among the user's,
  ///     never falling. Two items are as many steps apart as their moments.
  ///   - itemCount: how many items there are.
  /// - Precondition: every item lies in `0..<itemCount`; the moments are as many as the
  ///   items and never fall.
  package init(_ sequences: [[Int32]], moments: [[Int32]], itemCount: Int) {
    precondition(
      sequences.count == moments.count && itemCount <= Int(Int32.max),
      "sequences: \(sequences.count) of items, \(moments.count) of moments, \(itemCount) items")
    var offsets = [0]
    offsets.reserveCapacity(sequences.count + 1)
    for (index, (items, moments)) in zip(sequences, moments).enumerated() {
      precondition(
        items.count == moments.count && zip(moments, moments.dropFirst()).allSatisfy { $0 <= $1 },
        "sequence \(index): \(items.count) items, \(moments.count) moments, or moments that fall")
      precondition(
        items.allSatisfy { $0 >= 0 && Int($0) < itemCount },
        "sequence \(index): an item is not in 0..<\(itemCount)")
      offsets.append(offsets[index] + items.count)
    }
    self.itemCount = itemCount
    self.items = Array(sequences.joined())
    self.moments = Array(moments.joined())
    self.offsets = offsets
  }

  /// How often each item occurs.
  func popularity() -> [Double] {
    var counts = [Double](repeating: 0, count: itemCount)
    for item in items { counts[Int(item)] += 1 }
    return counts
  }
}
