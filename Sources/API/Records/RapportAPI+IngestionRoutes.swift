import HTTPServer
import Service

extension RapportAPI {
  /// Taking records in.
  var ingestionRoutes: [Endpoint] {
    [
      ingestion(
        of: InteractionBody.self, "/v1/interactions",
        summary: "Store what customers did: one object, an array, or JSON lines",
        text: "Interactions create the customers and products that they name. One with the "
          + "event_id of a stored one is counted as a duplicate and changes nothing.",
        schema: "Interaction", example: Examples.interaction, countsDuplicates: true
      ) { try rapport.record($0, options: $1) },
      ingestion(
        of: CustomerBody.self, "/v1/customers",
        summary: "Add customers or merge into known ones: one object, an array, or JSON lines",
        text: "Fields and attributes that are not given keep what is stored, so that sending a "
          + "customer again changes nothing.",
        schema: "NewCustomer", example: Examples.customer
      ) { try rapport.record($0, options: $1) },
      ingestion(
        of: ProductBody.self, "/v1/products",
        summary: "Add products or merge into known ones: one object, an array, or JSON lines",
        text: "Fields and attributes that are not given keep what is stored, so that sending a "
          + "product again changes nothing.",
        schema: "NewProduct", example: Examples.product
      ) { try rapport.record($0, options: $1) },
      ingestion(
        of: FAQBody.self, "/v1/faq",
        summary: "Add answers of the bot or merge into known ones: one, an array, or JSON lines",
        text: "An entry of a known intent and language takes over the answer and gets the "
          + "questions added. The bot gives changed answers at once; it knows intents and questions "
          + "that are added after the next training.",
        schema: "NewFAQEntry", example: Examples.faqEntry
      ) { try rapport.record($0, options: $1) },
    ]
  }

  /// A route that stores records of one kind.
  private func ingestion<Row: IngestedRow>(
    of type: Row.Type, _ template: String, summary: String, text: String, schema: String,
    example: String, countsDuplicates: Bool = false, record: @escaping Recorder<Row>
  ) -> Endpoint {
    Endpoint(
      method: .post, template: template, summary: summary, scope: .write,
      text: Self.ingestionText + " " + text,
      parameters: [Self.skipRefused, Self.idempotencyKey],
      body: Endpoint.Body(
        schema: .oneOf([.reference(schema), .array(.reference(schema), least: 1, most: 10_000)]),
        types: Endpoint.Body.jsonOrLines, example: example), isStreamed: true,
      response: .reference(countsDuplicates ? "RecordedInteractions" : "RecordedRows"),
      example: countsDuplicates ? Examples.recordedInteractions : Examples.recordedRows,
      problems: [.conflict, .unprocessableContent]
    ) { request in
      try ingest(type, from: request, countsDuplicates: countsDuplicates, record: record)
    }
  }

  private static let ingestionText =
    "An array, and JSON lines of up to 10,000, are stored whole or not at all. More lines are "
    + "stored in batches of 10,000 or 1 MiB: a wrong line ends the request, the batches before "
    + "its own stay, and stored_lines of the problem says how many lines these are. With "
    + "skip_refused wrong lines are passed over and listed. JSON may have 1 MiB and 10,000 "
    + "elements, JSON lines 64 MiB."
}
