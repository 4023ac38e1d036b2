import Domain

/// Builds interactions: the path that files of millions of lines take.
struct InteractionBuilder: RecordBuilder {
  private var dates: DateReader
  private var customers = IdentifierTable()
  private var products = IdentifierTable()
  private var customerFractions = FractionCount()
  private var productFractions = FractionCount()
  private var returns = 0
  private let latestTime: Int64
  private var earlyTimes = 0
  private var events = EventTable()
  /// Lines whose customer is `0`, `NULL` or the like.
  private var placeholders = 0

  private let customerID, productID, kind, occurredAt, quantity, price, value, eventID: Int
  private let title, category, country: Int

  init(_ options: ImportOptions, plan: ColumnPlan) {
    latestTime = options.latestTime?.seconds ?? .max
    dates = DateReader(zone: options.timeZone, format: options.dateFormat)
    customerID = plan.slot("customer_id")
    productID = plan.slot("product_id")
    kind = plan.slot("kind")
    occurredAt = plan.slot("occurred_at")
    quantity = plan.slot("quantity")
    price = plan.slot("price")
    value = plan.slot("value")
    eventID = plan.slot("event_id")
    title = plan.slot("title")
    category = plan.slot("category")
    country = plan.slot("country")
  }

  var notes: [ImportSummary.Note] {
    var notes = customerFractions.notes(field: "customer_id")
    notes += productFractions.notes(field: "product_id")
    if returns > 0 {
      notes.append(
        ImportSummary.Note(
          code: "returns", text: "purchases of a negative quantity read as returns",
          count: returns))
    }
    if earlyTimes > 0 {
      notes.append(
        ImportSummary.Note(
          code: "times_before_1980", text: "times before 1980", count: earlyTimes))
    }
    if placeholders > 0 {
      notes.append(
        ImportSummary.Note(
          code: "placeholder_customers",
          text: "customer_id 0, NULL or the like taken for a customer; were these guests, empty it",
          count: placeholders))
    }
    return notes
  }

  mutating func build(_ record: FieldList, plan: ColumnPlan) throws(Refusal) -> SourceRecord {
    var customerHadFraction = false
    var productHadFraction = false
    let customer = try plan.identifier(customerID, record, hadFraction: &customerHadFraction)
    let product = try plan.identifier(productID, record, hadFraction: &productHadFraction)
    let kindText = try plan.required(kind, record)
    guard var parsedKind = interactionKind(kindText) else {
      throw Refusal(.unknownKind, field: "kind", detail: kindText.excerpt)
    }
    let time = try plan.required(occurredAt, record)
    let seconds = try plan.seconds(of: time, slot: occurredAt, dates: &dates)
    guard seconds <= latestTime else {
      throw Refusal(.futureDate, field: "occurred_at", detail: time.excerpt)
    }
    let signedPieces = try pieces(record, plan: plan, kind: parsedKind)
    let pieces = abs(signedPieces)
    let isTurned = signedPieces < 0 && parsedKind == .purchase
    if isTurned { parsedKind = .return }
    let total = try total(record, plan: plan, kind: parsedKind, pieces: pieces)
    let event = try plan.value(eventID, record)
    if let event {
      guard event.count <= ColumnPlan.identifierLimit else {
        throw Refusal(.idTooLong, field: "event_id")
      }
      let content = EventTable.content(
        customer, product, parsedKind, quantity: pieces, value: total, seconds: seconds)
      guard events.take(event, content) else {
        throw Refusal(.eventOfAnotherLine, field: "event_id", detail: event.excerpt)
      }
    }
    let productTitle = try plan.value(title, record)
    let productCategory = try plan.value(category, record)
    let customerCountry = try plan.value(country, record)

    if isTurned { returns += 1 }
    if seconds < DateReader.earliestLikely { earlyTimes += 1 }
    if customer.isPlaceholder { placeholders += 1 }
    let customerOrdinal = customers.ordinal(of: customer)
    let productOrdinal = products.ordinal(of: product)
    customerFractions.add(customerHadFraction, customers.strings[customerOrdinal])
    productFractions.add(productHadFraction, products.strings[productOrdinal])
    return .interaction(
      InteractionRecord(
        interaction: Interaction(
          customer: Customer.ID(customers.strings[customerOrdinal]),
          product: Product.ID(products.strings[productOrdinal]), kind: parsedKind,
          quantity: pieces, value: total, occurredAt: Timestamp(seconds: seconds),
          eventID: event?.text),
        customerOrdinal: customerOrdinal, productOrdinal: productOrdinal,
        title: productTitle.map(BorrowedText.init(field:)),
        category: productCategory.map(BorrowedText.init(field:)),
        country: customerCountry.map(BorrowedText.init(field:))))
  }

  /// The quantity of the line, not 0; below zero only of purchases and returns.
  private func pieces(
    _ record: FieldList, plan: ColumnPlan, kind: InteractionKind
  ) throws(Refusal) -> Double {
    let pieces = try plan.number(quantity, record) ?? 1
    guard abs(pieces) <= Interaction.greatestAmount else {
      throw Refusal(.unreadableNumber, field: "quantity", detail: "too large")
    }
    if pieces == 0 { throw Refusal(.quantityZero, field: "quantity") }
    guard pieces > 0 || kind == .purchase || kind == .return else {
      throw Refusal(.quantityBelowZero, field: "quantity")
    }
    return pieces
  }

  /// The value of the line: what is given, else quantity × price.
  private func total(
    _ record: FieldList, plan: ColumnPlan, kind: InteractionKind, pieces: Double
  ) throws(Refusal) -> Double? {
    let price = try plan.number(price, record)
    if let price, price < 0 { throw Refusal(.priceBelowZero, field: "price") }
    guard let given = try plan.number(value, record) else {
      if kind == .rating { throw Refusal(.ratingWithoutValue, field: "value") }
      guard let price else { return nil }
      let total = pieces * price
      guard total <= Interaction.greatestAmount else {
        throw Refusal(.unreadableNumber, field: "price", detail: "too large")
      }
      return total
    }
    let greatest = kind == .rating ? Interaction.greatestRating : Interaction.greatestAmount
    guard abs(given) <= greatest else {
      throw Refusal(.unreadableNumber, field: "value", detail: "too large")
    }
    if given >= 0 || kind == .rating { return given }
    // Ledgers write the money of a return with a minus.
    guard kind == .return else { throw Refusal(.valueBelowZero, field: "value") }
    return -given
  }

  private func interactionKind(_ field: Field) -> InteractionKind? {
    switch field.count {
    case 4:
      if field.equalsIgnoringCase("view") { return .view }
      if field.equalsIgnoringCase("cart") { return .cart }
      return field.equalsIgnoringCase("like") ? .like : nil
    case 6:
      if field.equalsIgnoringCase("return") { return .return }
      return field.equalsIgnoringCase("rating") ? .rating : nil
    case 7: return field.equalsIgnoringCase("dislike") ? .dislike : nil
    case 8: return field.equalsIgnoringCase("purchase") ? .purchase : nil
    default: return nil
    }
  }
}
