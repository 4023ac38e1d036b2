import Domain
import HTTPServer
import Service
import Storage

extension RapportAPI {
  /// Single customers, lists of them, and what one did.
  var customerRecordRoutes: [Endpoint] {
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
        try Self.json(CustomerAnswer(rapport.storedCustomer(request.parameter("id"))))
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
      customerInteractions,
    ]
  }

  private var customerInteractions: Endpoint {
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
    }
  }

  static let ifMatch = Endpoint.Parameter(
    name: "If-Match", place: .header, schema: .string(),
    text: "the ETag of the state that is to be changed; with another, nothing is done")

  static let patchText =
    "What is given replaces what is stored, null takes it away, and what is not mentioned stays; "
    + "the same holds for each attribute (RFC 7396). Sending it again changes nothing."
}
