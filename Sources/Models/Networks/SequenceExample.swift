package import Engine

/// The items that somebody met, oldest first; the network learns to tell each
/// from those before it.
package struct SequenceExample: TrainingExample, Hashable {
  package let items: [Int32]

  package init(items: [Int32]) { self.items = items }

  package func add(to fingerprint: inout Fingerprint) { fingerprint.add(items) }
}
