package import Engine

/// A text as a bag of hashed parts for each of its tokens, and its class.
package struct BagExample: TrainingExample, Hashable {
  /// The greatest number of parts of a token.
  package static let partLimit = 32
  /// The label of a text whose class nobody told.
  package static let unlabelled: Int32 = -1

  /// The parts of all tokens, one token after the other.
  package let ids: [Int32]
  /// Where in `ids` each token starts, and where the last one ends.
  package let offsets: [Int32]
  package let label: Int32

  /// - Precondition: the offsets rise from 0 to the number of ids, by at most
  ///   `partLimit`.
  package init(ids: [Int32], offsets: [Int32], label: Int32) {
    precondition(
      offsets.first == 0 && Int(offsets.last ?? -1) == ids.count
        && zip(offsets, offsets.dropFirst()).allSatisfy { $0 <= $1 && $1 - $0 <= Self.partLimit },
      "bag example: offsets that do not rise from 0 to \(ids.count) by at "
        + "most \(Self.partLimit)")
    self.ids = ids
    self.offsets = offsets
    self.label = label
  }

  package var tokenCount: Int { offsets.count - 1 }

  package func add(to fingerprint: inout Fingerprint) {
    fingerprint.add(ids)
    fingerprint.add(offsets)
    fingerprint.add(UInt64(UInt32(bitPattern: label)))
  }
}
