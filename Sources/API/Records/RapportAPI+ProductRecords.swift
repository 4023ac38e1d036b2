import Domain
import HTTPServer
import Service

extension RapportAPI {
  /// Single products and lists of them.
  var productRecordRoutes: [Endpoint] {
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
        try Self.json(ProductAnswer(rapport.storedProduct(request.parameter("id"))))
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

  static let productID = Endpoint.Parameter(
    name: "id", place: .path, schema: .identifier, text: "the shop's own id of the product",
    example: "\"85123A\"")
}
