package import Domain

// What records must keep to however they come: in a file or over HTTP.

extension Product {
  package func checkPrice() throws(Refusal) {
    if let price, price < 0 { throw Refusal(.priceBelowZero, field: "price") }
  }
}

extension FAQEntry {
  package func checkRequirements() throws(Refusal) {
    if let unknown = requires.first(where: { !FAQEntry.requirements.contains($0) }) {
      throw Refusal(.unknownRequirement, field: "requires", detail: unknown)
    }
  }
}
