import Domain

/// Builds customers.
struct CustomerBuilder: RecordBuilder {
  private var dates: DateReader
  private var attributes = AttributeReader()
  private var fractions = FractionCount()
  private let id, name, email, country, firstSeen: Int

  init(_ options: ImportOptions, plan: ColumnPlan) {
    dates = DateReader(zone: options.timeZone, format: options.dateFormat)
    id = plan.slot("id")
    name = plan.slot("name")
    email = plan.slot("email")
    country = plan.slot("country")
    firstSeen = plan.slot("first_seen")
  }

  var notes: [ImportSummary.Note] { fractions.notes(field: "id") + attributes.notes }

  mutating func build(_ record: FieldList, plan: ColumnPlan) throws(Refusal) -> SourceRecord {
    var hadFraction = false
    let identifier = try plan.identifier(id, record, hadFraction: &hadFraction).text
    var customer = Customer(id: Customer.ID(identifier))
    customer.name = try plan.text(name, record)
    customer.email = try plan.text(email, record)
    customer.country = try plan.text(country, record)
    if let time = try plan.value(firstSeen, record) {
      let seconds = try plan.seconds(of: time, slot: firstSeen, dates: &dates)
      customer.firstSeen = Timestamp(seconds: seconds)
    }
    customer.attributes = attributes.read(record, plan: plan)
    fractions.add(hadFraction, identifier)
    return .customer(customer)
  }
}

/// Builds products.
struct ProductBuilder: RecordBuilder {
  private var attributes = AttributeReader()
  private var fractions = FractionCount()
  private let id, title, description, category, price, currency, available: Int

  init(_ options: ImportOptions, plan: ColumnPlan) {
    id = plan.slot("id")
    title = plan.slot("title")
    description = plan.slot("description")
    category = plan.slot("category")
    price = plan.slot("price")
    currency = plan.slot("currency")
    available = plan.slot("available")
  }

  var notes: [ImportSummary.Note] { fractions.notes(field: "id") + attributes.notes }

  mutating func build(_ record: FieldList, plan: ColumnPlan) throws(Refusal) -> SourceRecord {
    var hadFraction = false
    let identifier = try plan.identifier(id, record, hadFraction: &hadFraction).text
    var product = Product(id: Product.ID(identifier))
    product.title = try plan.text(title, record)
    product.description = try plan.text(description, record)
    product.category = try plan.text(category, record)
    product.currency = try plan.text(currency, record)
    product.price = try plan.number(price, record)
    try product.checkPrice()
    if let field = try plan.value(available, record) {
      guard let flag = field.flag else {
        throw Refusal(.unreadableFlag, field: "available", detail: field.excerpt)
      }
      product.available = flag
    }
    product.attributes = attributes.read(record, plan: plan)
    fractions.add(hadFraction, identifier)
    return .product(product)
  }
}

/// Builds churn labels.
struct LabelBuilder: RecordBuilder {
  private var dates: DateReader
  private var fractions = FractionCount()
  private var positives = 0
  private let positive: String?
  private let latestTime: Int64
  private let customerID, label, observedAt: Int

  init(_ options: ImportOptions, plan: ColumnPlan) {
    dates = DateReader(zone: options.timeZone, format: options.dateFormat)
    positive = options.labelPositive?.lowercased()
    latestTime = options.latestTime?.seconds ?? .max
    customerID = plan.slot("customer_id")
    label = plan.slot("label")
    observedAt = plan.slot("observed_at")
  }

  var notes: [ImportSummary.Note] {
    fractions.notes(field: "customer_id") + [
      ImportSummary.Note(
        code: "labels_positive", text: "labels that say the customer left", count: positives)
    ]
  }

  mutating func build(_ record: FieldList, plan: ColumnPlan) throws(Refusal) -> SourceRecord {
    var hadFraction = false
    let customer = try plan.identifier(customerID, record, hadFraction: &hadFraction).text
    let field = try plan.required(label, record)
    let hasChurned: Bool
    if let positive {
      hasChurned = field.text.lowercased() == positive
    } else {
      guard let flag = field.flag else {
        throw Refusal(.unreadableLabel, field: "label", detail: field.excerpt)
      }
      hasChurned = flag
    }
    var result = ChurnLabel(customer: Customer.ID(customer), hasChurned: hasChurned)
    if let time = try plan.value(observedAt, record) {
      let seconds = try plan.seconds(of: time, slot: observedAt, dates: &dates)
      // The newest label is where churn's data end.
      guard seconds <= latestTime else {
        throw Refusal(.futureDate, field: "observed_at", detail: time.excerpt)
      }
      result.observedAt = Timestamp(seconds: seconds)
    }
    if hasChurned { positives += 1 }
    fractions.add(hadFraction, customer)
    return .label(result)
  }
}
