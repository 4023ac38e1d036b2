/// A fixed numbering of keys: row r of a matrix belongs to `keys[r]`.
package struct Vocabulary<Key: Hashable & Sendable>: Sendable {
  package let keys: [Key]
  private let rows: [Key: Int]

  /// Numbers distinct keys in the order given.
  ///
  /// - Precondition: no key occurs twice.
  package init(_ keys: [Key]) {
    self.keys = keys
    rows = Dictionary(uniqueKeysWithValues: keys.enumerated().map { ($1, $0) })
  }

  package var count: Int { keys.count }

  /// The row of a key; nil for a key that was not there at training.
  package func row(of key: Key) -> Int? { rows[key] }
}
