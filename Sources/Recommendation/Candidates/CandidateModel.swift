package import Engine
package import Features

/// A model that scores every product for one customer's history.
///
/// All that it learned is in its parameters; all that it knows of the customer is
/// in the history it is asked about, so that an event counts in the next answer
/// and a customer nobody trained on gets answers of the same kind.
///
/// A model may know fewer products than the recommender: those that came after
/// its training have the last rows, and it says nothing about them.
package protocol CandidateModel: Sendable {
  var kind: CandidateKind { get }

  /// The products it scores: rows `0..<productCount`.
  var productCount: Int { get }

  /// What it says about every product.
  ///
  /// - Parameter history: its rows may lie beyond `productCount`; they are passed
  ///   over.
  /// - Returns: nil where the history tells it nothing.
  func scores(for history: CustomerHistory) -> CandidateScores?

  /// Stores the model under the name of its kind; `CandidateKind.read(from:)`
  /// reads it.
  func save(to checkpoint: inout Checkpoint)
}

/// The models there are, in the order in which they are shown.
package enum CandidateKind: String, CaseIterable, Codable, Sendable, Hashable {
  case popularity
  case trending
  case repurchase = "own purchases"
  case cosine = "item neighbours"
  case lift = "bought together"
  case factorisation = "matrix factorisation"
  case regression = "item regression"
  case rules = "sequential rules"
  case sequence = "sequence transformer"
  case content = "content"
  case category = "category match"
  case price = "price match"

  package var name: String { rawValue }

  /// The prefix of its parts in a checkpoint.
  var checkpointName: String { "\(self)" }
}

/// What one candidate model says about the products for one history.
package struct CandidateScores: Sendable {
  /// One a product row; greater is better.
  package let values: [Float]
  private let explanation: @Sendable ([Int]) -> [Attribution]

  /// - Parameters:
  ///   - values: one a product row.
  ///   - attributions: takes product rows, gives what each score is made of; it
  ///     runs only for answers that are explained.
  package init(
    _ values: [Float], attributions: @escaping @Sendable ([Int]) -> [Attribution]
  ) {
    self.values = values
    explanation = attributions
  }

  /// What the scores of some products are made of, in their order.
  package func attributions(of products: [Int]) -> [Attribution] { explanation(products) }
}

/// The terms of one score.
///
/// Those of the history and `rest` sum to the score.
package struct Attribution: Sendable, Hashable {
  /// One term of the history.
  package struct Term: Sendable, Hashable {
    /// Where the product that speaks stands in the history's `items`.
    package var item: Int
    package var value: Float

    package init(item: Int, value: Float) {
      self.item = item
      self.value = value
    }
  }

  package var terms: [Term]
  /// What no single product of the history accounts for.
  package var rest: Float

  package init(terms: [Term] = [], rest: Float = 0) {
    self.terms = terms
    self.rest = rest
  }
}
