import Domain
import HTTPServer
import Service
import Storage

extension RapportAPI {
  /// Taking records in.
  var recordRoutes: [Endpoint] {
    [
      Endpoint(
        method: .post, template: "/v1/interactions",
        summary: "Store what customers did: one object, an array, or JSON lines", scope: .write,
        text: Self.ingestionText
          + " Interactions create the customers and products that they name. One with the "
          + "event_id of a stored one is counted as a duplicate and changes nothing.",
        parameters: [Self.skipRefused, Self.idempotencyKey],
        body: Self.rows("Interaction", example: Examples.interaction), isStreamed: true,
        response: .reference("RecordedInteractions"), example: Examples.recordedInteractions,
        problems: [.conflict, .unprocessableContent]
      ) { request in
        try ingest(InteractionBody.self, from: request, countsDuplicates: true) {
          try rapport.record($0, options: $1)
        }
      },
      Endpoint(
        method: .post, template: "/v1/customers",
        summary: "Add customers or merge into known ones: one object, an array, or JSON lines",
        scope: .write,
        text: Self.ingestionText
          + " Fields and attributes that are not given keep what is stored, so that sending a "
          + "customer again changes nothing.",
        parameters: [Self.skipRefused, Self.idempotencyKey],
        body: Self.rows("NewCustomer", example: Examples.customer), isStreamed: true,
        response: .reference("RecordedRows"), example: Examples.recordedRows,
        problems: [.conflict, .unprocessableContent]
      ) { request in
        try ingest(CustomerBody.self, from: request) { try rapport.record($0, options: $1) }
      },
      Endpoint(
        method: .post, template: "/v1/products",
        summary: "Add products or merge into known ones: one object, an array, or JSON lines",
        scope: .write,
        text: Self.ingestionText
          + " Fields and attributes that are not given keep what is stored, so that sending a "
          + "product again changes nothing.",
        parameters: [Self.skipRefused, Self.idempotencyKey],
        body: Self.rows("NewProduct", example: Examples.product), isStreamed: true,
        response: .reference("RecordedRows"), example: Examples.recordedRows,
        problems: [.conflict, .unprocessableContent]
      ) { request in
        try ingest(ProductBody.self, from: request) { try rapport.record($0, options: $1) }
      },
      Endpoint(
        method: .post, template: "/v1/faq",
        summary: "Add answers of the bot or merge into known ones: one, an array, or JSON lines",
        scope: .write,
        text: Self.ingestionText
          + " An entry of a known intent and language takes over the answer and gets the "
          + "questions added. The bot gives changed answers at once; it knows intents and questions "
          + "that are added after the next training.",
        parameters: [Self.skipRefused, Self.idempotencyKey],
        body: Self.rows("NewFAQEntry", example: Examples.faqEntry), isStreamed: true,
        response: .reference("RecordedRows"), example: Examples.recordedRows,
        problems: [.conflict, .unprocessableContent]
      ) { request in
        try ingest(FAQBody.self, from: request) { try rapport.record($0, options: $1) }
      },
    ]
  }

  private static let ingestionText =
    "An array, and JSON lines of up to 10,000, are stored whole or not at all. More lines are "
    + "stored in batches of 10,000 or 1 MiB: a wrong line ends the request, the batches before "
    + "its own stay, and stored_lines of the problem says how many lines these are. With "
    + "skip_refused wrong lines are passed over and listed. JSON may have 1 MiB and 10,000 "
    + "elements, JSON lines 64 MiB."

  private static func rows(_ schema: String, example: String) -> Endpoint.Body {
    Endpoint.Body(
      schema: .oneOf([.reference(schema), .array(.reference(schema), least: 1, most: 10_000)]),
      types: Endpoint.Body.jsonOrLines, example: example)
  }

  /// Single records and lists of them.
  var recordReadingRoutes: [Endpoint] { customerRecordRoutes + productRecordRoutes }

  static let productID = Endpoint.Parameter(
    name: "id", place: .path, schema: .identifier, text: "the shop's own id of the product",
    example: "\"85123A\"")

  static let cursor = Endpoint.Parameter(
    name: "cursor", place: .query, schema: .string(length: 1...2048),
    text: "next_cursor of the page before; the list begins without it")

  static let ifMatch = Endpoint.Parameter(
    name: "If-Match", place: .header, schema: .string(),
    text: "the ETag of the state that is to be changed; with another, nothing is done")

  private var customerRecordRoutes: [Endpoint] {
    [
      Endpoint(
        method: .get, template: "/v1/customers", summary: "Customers in the order of their ids",
        scope: .read, text: Self.pageText, parameters: [Self.limit(1000), Self.cursor],
        response: .reference("Customers"), example: Examples.customers
      ) { request in
        let last = try Self.place(request, list: "customers", parts: 1)?[0]
        let page = try rapport.customers(
          after: last.map { Customer.ID($0) },
          limit: QueryReader(request).integer("limit", default: 100, in: 1...1000))
        struct Customers: Encodable { var customers: [CustomerAnswer], nextCursor: String? }
        return try Self.json(
          Customers(
            customers: page.elements.map { CustomerAnswer($0) },
            nextCursor: Self.cursor(page, "customers") { [$0.id.rawValue] }))
      },
      Endpoint(
        method: .get, template: "/v1/customers/{id}", summary: "The record of a customer",
        scope: .read, parameters: [Self.customerID], response: .reference("Customer"),
        example: Examples.customer, hasEntityTag: true, problems: [.notFound]
      ) { request in
        try Self.json(CustomerAnswer(rapport.record(ofCustomer: request.parameter("id"))))
      },
      Endpoint(
        method: .patch, template: "/v1/customers/{id}", summary: "Change the record of a customer",
        scope: .write, text: Self.patchText, parameters: [Self.customerID, Self.ifMatch],
        body: Endpoint.Body(
          schema: .reference("CustomerPatch"), types: Endpoint.Body.patch,
          example: Examples.customerPatch),
        response: .reference("Customer"), example: Examples.customer, hasEntityTag: true,
        problems: [.notFound, .preconditionFailed]
      ) { request in
        let patch = try BodyReader.decode(CustomerPatch.self, from: request)
        let customer = try rapport.update(customer: request.parameter("id")) { customer in
          let tag = EntityTag.of(try JSONText.encode(CustomerAnswer(customer)))
          try EntityTag.checkMatch(tag, of: request)
          try patch.apply(to: &customer)
        }
        return try Self.json(CustomerAnswer(customer))
      },
      Endpoint(
        method: .get, template: "/v1/customers/{id}/interactions",
        summary: "What a customer did, the newest first", scope: .read, text: Self.pageText,
        parameters: [Self.customerID, Self.limit(1000), Self.cursor],
        response: .reference("Interactions"), example: Examples.interactions,
        problems: [.notFound]
      ) { request in
        let id = request.parameter("id")
        let place = try Self.place(request, list: "interactions", parts: 2)
        let before = try place.map { parts throws(Problem) in
          guard let seconds = Int64(parts[0]), let key = Int64(parts[1]) else {
            throw Self.invalidCursor
          }
          return (time: Timestamp(seconds: seconds), key: key)
        }
        let page = try rapport.interactions(
          ofCustomer: id, before: before,
          limit: QueryReader(request).integer("limit", default: 100, in: 1...1000))
        struct Interactions: Encodable {
          var customerId: String, interactions: [InteractionAnswer], nextCursor: String?
        }
        return try Self.json(
          Interactions(
            customerId: id, interactions: page.elements.map { InteractionAnswer($0) },
            nextCursor: Self.cursor(page, "interactions") {
              ["\($0.occurredAt.seconds)", "\($0.key)"]
            }))
      },
    ]
  }

  private var productRecordRoutes: [Endpoint] {
    [
      Endpoint(
        method: .get, template: "/v1/products", summary: "Products in the order of their ids",
        scope: .read, text: Self.pageText, parameters: [Self.limit(1000), Self.cursor],
        response: .reference("Products"), example: Examples.products
      ) { request in
        let last = try Self.place(request, list: "products", parts: 1)?[0]
        let page = try rapport.products(
          after: last.map { Product.ID($0) },
          limit: QueryReader(request).integer("limit", default: 100, in: 1...1000))
        struct Products: Encodable { var products: [ProductAnswer], nextCursor: String? }
        return try Self.json(
          Products(
            products: page.elements.map { ProductAnswer($0) },
            nextCursor: Self.cursor(page, "products") { [$0.id.rawValue] }))
      },
      Endpoint(
        method: .get, template: "/v1/products/{id}", summary: "The record of a product",
        scope: .read,
        text: "The ids new, popular and trending are lists; such a product is found in the list "
          + "of all.", parameters: [Self.productID], response: .reference("Product"),
        example: Examples.product, hasEntityTag: true, problems: [.notFound]
      ) { request in
        try Self.json(ProductAnswer(rapport.record(ofProduct: request.parameter("id"))))
      },
      Endpoint(
        method: .patch, template: "/v1/products/{id}", summary: "Change the record of a product",
        scope: .write, text: Self.patchText, parameters: [Self.productID, Self.ifMatch],
        body: Endpoint.Body(
          schema: .reference("ProductPatch"), types: Endpoint.Body.patch,
          example: Examples.productPatch),
        response: .reference("Product"), example: Examples.product, hasEntityTag: true,
        problems: [.notFound, .preconditionFailed]
      ) { request in
        let patch = try BodyReader.decode(ProductPatch.self, from: request)
        let product = try rapport.update(product: request.parameter("id")) { product in
          let tag = EntityTag.of(try JSONText.encode(ProductAnswer(product)))
          try EntityTag.checkMatch(tag, of: request)
          try patch.apply(to: &product)
        }
        return try Self.json(ProductAnswer(product))
      },
    ]
  }

  private static let patchText =
    "What is given replaces what is stored, null takes it away, and what is not mentioned stays; "
    + "the same holds for each attribute (RFC 7396). Sending it again changes nothing."

  private static let pageText =
    "Records that come or go while pages are read neither repeat nor hide others."

  // MARK: - Pages

  static let invalidCursor = Problem(
    .badRequest, code: "invalid_parameter",
    detail: "cursor must be the next_cursor of a page of this list", pointer: "?cursor")

  /// The parts of the cursor that a request gives; nil without one.
  static func place(
    _ request: Request, list: String, parts: Int
  ) throws(Problem) -> [String]? {
    guard let text = request.query("cursor") else { return nil }
    guard let cursor = PageCursor(text, of: list, parts: parts) else { throw invalidCursor }
    return cursor.parts
  }

  private static func cursor<Element>(
    _ page: Page<Element>, _ list: String, _ parts: (Element) -> [String]
  ) -> String? {
    guard page.hasMore, let last = page.elements.last else { return nil }
    return PageCursor(list, parts(last)).text
  }
}
