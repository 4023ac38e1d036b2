/// What one word of a text adds to an intent's margin, by itself and through
/// the n-grams it is part of.
package struct WordContribution: Sendable, Hashable {
  /// The word, lower-cased and without accents.
  package var word: String
  /// Where it begins in the text as given, in Unicode scalars.
  package var start: Int
  /// Where it ends there.
  package var end: Int
  /// In units of the margin.
  package var contribution: Double
}
