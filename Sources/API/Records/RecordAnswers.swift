import Domain
import Storage

/// A customer's record as the API gives it.
struct CustomerAnswer: Encodable {
  var id: String
  var name: String?
  var email: String?
  var country: String?
  var firstSeen: String?
  var attributes: AttributesAnswer

  init(_ customer: Customer) {
    id = customer.id.rawValue
    name = customer.name
    email = customer.email
    country = customer.country
    firstSeen = customer.firstSeen?.rfc3339
    attributes = AttributesAnswer(values: customer.attributes)
  }
}

/// A product's record as the API gives it.
struct ProductAnswer: Encodable {
  var id: String
  var title: String?
  var description: String?
  var category: String?
  var price: Double?
  var currency: String?
  var available: Bool?
  var attributes: AttributesAnswer

  init(_ product: Product) {
    id = product.id.rawValue
    title = product.title
    description = product.description
    category = product.category
    price = product.price
    currency = product.currency
    available = product.available
    attributes = AttributesAnswer(values: product.attributes)
  }
}

/// Attributes under their own names, which the encoder's spelling of keys leaves alone.
struct AttributesAnswer: Encodable {
  var values: [String: AttributeValue]

  // A dictionary's names are data and stay as they are; those of a keyed container would not.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(values)
  }
}

/// One thing that a customer did, as the API gives it.
struct InteractionAnswer: Encodable {
  var productId: String
  var kind: String
  var quantity: Double
  var value: Double?
  var occurredAt: String
  var eventId: String?

  init(_ interaction: StoredInteraction) {
    productId = interaction.product.rawValue
    kind = interaction.kind.name
    quantity = interaction.quantity
    value = interaction.value
    occurredAt = interaction.occurredAt.rfc3339
    eventId = interaction.eventID
  }
}
