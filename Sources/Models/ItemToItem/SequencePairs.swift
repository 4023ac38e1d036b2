/// The pairs of items that sequences hold within a number of steps, found by the
/// earlier item.
struct SequencePairs {
  private let sequences: ItemSequences
  /// Where each item occurs, ascending, one item after the other.
  private let places: [Int]
  /// Where the places of each item start; one more element than items.
  private let starts: [Int]
  /// Where the sequence of each place ends.
  private let ends: [Int]
  /// Where the sequence of each place begins.
  private let begins: [Int]

  /// - Complexity: O(items + occurrences).
  init(_ sequences: ItemSequences) {
    self.sequences = sequences
    var starts = [Int](repeating: 0, count: sequences.itemCount + 1)
    for item in sequences.items { starts[Int(item) + 1] += 1 }
    for item in 0..<sequences.itemCount { starts[item + 1] += starts[item] }
    var cursor = starts
    var places = [Int](repeating: 0, count: sequences.items.count)
    var begins = places
    var ends = places
    for (begin, end) in zip(sequences.offsets, sequences.offsets.dropFirst()) {
      for place in begin..<end {
        let item = Int(sequences.items[place])
        places[cursor[item]] = place
        cursor[item] += 1
        begins[place] = begin
        ends[place] = end
      }
    }
    self.places = places
    self.starts = starts
    self.begins = begins
    self.ends = ends
  }

  /// How often an item occurs.
  func count(of item: Int) -> Int { starts[item + 1] - starts[item] }

  /// Adds to the sums of an item's row, for each of its occurrences and each other of
  /// the same sequence at `gap` steps, `steps[gap]`.
  ///
  /// - Parameters:
  ///   - item: the earlier item.
  ///   - steps: the value of each number of steps from 0, which is the same moment,
  ///     before it in the sequence or after.
  ///   - sums: by the later item.
  func add(from item: Int, steps: [Double], to sums: inout RowSums) {
    let window = Int32(steps.count - 1)
    for occurrence in starts[item]..<starts[item + 1] {
      let place = places[occurrence]
      let moment = sequences.moments[place]
      var end = place + 1
      while end < ends[place] && sequences.moments[end] &- moment <= window { end += 1 }
      sums.add(place + 1..<end, columns: sequences.items) {
        steps[Int(sequences.moments[$0] &- moment)]
      }
      guard steps[0] != 0 else { continue }
      var other = place - 1
      while other >= begins[place] && sequences.moments[other] == moment {
        sums.add(steps[0], to: sequences.items[other])
        other -= 1
      }
    }
  }
}
