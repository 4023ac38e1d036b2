/// What the legs of `IntentLegs` say of one text, by class.
struct IntentScores: Sendable {
  /// One-vs-rest margins of the linear leg.
  var margins: [Float]
  /// The margin of the class of texts out of scope; nil where no such texts are
  /// known.
  var outsideMargin: Float?
  /// The logarithm of the mean of the networks' probabilities, over the classes
  /// alone; empty without a network.
  var network: [Float]
  /// The networks' probability that the text is out of scope; nil where no such
  /// texts are known.
  var outsideProbability: Float?
  /// The highest cosine among the class's phrasings.
  var cosines: [Float]
  /// The highest BM25 score, from 0 to 1.
  var keywords: [Float]
  /// The largest share of a phrasing's weight that the text covers.
  var coverage: [Float]
  /// BM25 of the answers, from 0 to 1.
  var answers: [Float]
  /// The cosine of each phrasing.
  var phrasingCosines: [Float]
  /// The share of the text's idf whose words are known.
  var knownShare: Float
  /// The share of its words, function words aside, that are known.
  var knownSubjects: Float
  var tokenCount: Int
  /// Whether no n-gram of the text is known.
  var isBlank: Bool
}
