package import Engine

/// A text as ids of tokens or hashed n-grams, and its class.
package struct TextExample: TrainingExample, Hashable {
  package let ids: [Int32]
  package let label: Int32

  package init(ids: [Int32], label: Int32) {
    self.ids = ids
    self.label = label
  }

  package func add(to fingerprint: inout Fingerprint) {
    fingerprint.add(ids)
    fingerprint.add(UInt64(UInt32(bitPattern: label)))
  }
}
