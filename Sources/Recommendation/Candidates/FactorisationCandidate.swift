package import Features
package import Models

/// Matrix factorisation: the customer's vector is solved from the history at the
/// moment of the request.
package struct FactorisationCandidate: CandidateModel {
  package let model: ImplicitALS

  package init(_ model: ImplicitALS) { self.model = model }

  package var kind: CandidateKind { .factorisation }
  package var productCount: Int { model.itemCount }

  package func scores(for history: CustomerHistory) -> CandidateScores? {
    var (places, items, confidences): ([Int], [Int], [Float]) = ([], [], [])
    for (place, item) in history.items.enumerated()
    where item.product < productCount && item.confidence != 0 {
      places.append(place)
      items.append(item.product)
      confidences.append(item.confidence)
    }
    guard confidences.contains(where: { $0 > 0 }) else { return nil }
    let foldIn = model.foldIn(items: items, confidences: confidences)
    let model = model
    return CandidateScores(model.scores(foldIn)) { [places] products in
      products.map { product in
        guard product < model.itemCount else { return Attribution() }
        return Attribution(
          terms: zip(places, model.contributions(foldIn, to: product)).map {
            Attribution.Term(item: $0, value: $1)
          })
      }
    }
  }
}
