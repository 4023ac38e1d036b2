/// What one n-gram of a text adds to an intent's margin.
package struct NGramContribution: Sendable, Hashable {
  /// What the n-gram is made of.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    /// A word or neighbouring words.
    case words
    /// Two words in either order.
    case pair
    /// Neighbouring characters of one word; a space stands for its border.
    case characters
  }

  /// The n-gram, lower-cased and without accents.
  package var text: String
  package var kind: Kind
  /// Where it begins in the text as given, in Unicode scalars.
  package var start: Int
  /// Where it ends there.
  package var end: Int
  /// In units of the margin.
  package var contribution: Double
}
