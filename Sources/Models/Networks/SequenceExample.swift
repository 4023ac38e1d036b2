/// The items that somebody met, oldest first; the network learns to tell each
/// from those before it.
package struct SequenceExample: Sendable, Hashable {
  package let items: [Int32]

  package init(items: [Int32]) { self.items = items }
}
