import Domain

/// A product as clients send one, to be added or merged into the one known.
struct ProductBody: RequestBody, IngestedRow {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case id, title, description, category, price, currency, available, attributes
  }

  static let name = "product"

  var id: String
  var title: String?
  var description: String?
  var category: String?
  var price: Double?
  var currency: String?
  var available: Bool?
  var attributes: [String: AttributeValue]?

  func record(at place: String, now: Timestamp) throws(Problem) -> Product {
    try BodyReader.checkIdentifier(id, pointer: "\(place)/id")
    let checks = RowChecks(place: place)
    return Product(
      id: Product.ID(id), title: try checks.text(title, "title"),
      description: try checks.text(description, "description"),
      category: try checks.text(category, "category"), price: price,
      currency: try checks.text(currency, "currency"), available: available,
      attributes: try checks.attributes(attributes))
  }
}

/// What changes in the record of a product.
///
/// - Source: RFC 7396, "JSON Merge Patch".
struct ProductPatch: RequestBody {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case title, description, category, price, currency, available, attributes
  }

  private var title: Change<String>
  private var description: Change<String>
  private var category: Change<String>
  private var price: Change<Double>
  private var currency: Change<String>
  private var available: Change<Bool>
  private var attributes: Change<[String: AttributeValue?]>

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    title = try container.change(.title)
    description = try container.change(.description)
    category = try container.change(.category)
    price = try container.change(.price)
    currency = try container.change(.currency)
    available = try container.change(.available)
    attributes = try container.change(.attributes)
  }

  func apply(to product: inout Product) throws(Problem) {
    let checks = RowChecks(place: "")
    product.title = try title.text(product.title, "title", checks)
    product.description = try description.text(product.description, "description", checks)
    product.category = try category.text(product.category, "category", checks)
    product.currency = try currency.text(product.currency, "currency", checks)
    switch price {
    case .none: break
    case .clear: product.price = nil
    case .set(let value): product.price = value
    }
    switch available {
    case .none: break
    case .clear: product.available = nil
    case .set(let value): product.available = value
    }
    try attributes.merge(into: &product.attributes, checks)
  }
}
