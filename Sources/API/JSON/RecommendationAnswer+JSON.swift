import HTTPServer
import Service

extension RecommendationAnswer {
  /// The answer as a response, byte for byte what `JSONText` makes of it.
  func response() throws -> Response {
    var writer = JSONWriter(capacity: 256 + 192 * items.count)
    writer.object { write(to: &$0) }
    // What JSON cannot say is an error, and the encoder's to tell.
    guard !writer.hasInvalidNumber else { return try RapportAPI.json(self) }
    return .json(writer.bytes)
  }

  private func write(to writer: inout JSONWriter) {
    writer.member("customer_id", customerId)
    writer.member("empty", empty)
    writer.member("fallback", fallback)
    writer.member("items", items) { $1.write(to: &$0) }
    writer.member("model", model)
    writer.member("recommendation_id", recommendationId)
  }
}

extension RecommendationAnswer.Item {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.member("category", category)
    writer.member("currency", currency)
    writer.member("effects", effects) { writer, effect in
      writer.member("contribution", effect.contribution)
      writer.member("kind", effect.kind)
      writer.member("rule", effect.rule)
      writer.member("text", effect.text)
    }
    writer.member("price", price)
    writer.member("product_id", productId)
    writer.member("reasons", reasons) { writer, reason in
      writer.member("because", reason.because)
      writer.member("because_title", reason.becauseTitle)
      writer.member("contribution", reason.contribution)
      writer.member("kind", reason.kind)
      writer.member("share", reason.share)
      writer.member("times", reason.times)
    }
    writer.member("score", score)
    writer.member("title", title)
  }
}
