/// A text as ids of tokens or hashed n-grams, and its class.
package struct TextExample: Sendable, Hashable {
  package let ids: [Int32]
  package let label: Int32

  package init(ids: [Int32], label: Int32) {
    self.ids = ids
    self.label = label
  }
}
