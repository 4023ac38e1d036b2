import Domain
import Ingest
import Storage
import Support

/// Collects the records of a batch and stores them in one transaction at a
/// checkpoint.
///
/// After the first batch interactions wait until there are ``batchSize`` of them,
/// ``patience`` has passed or the input ends: keeping the indexes up in many small
/// transactions takes half as long again as building them once after many rows.
/// Waiting rows cost some 70 bytes each, and a crash loses seconds of work.
///
/// Where interactions carry no event id, a second import of the same lines is
/// known by their content: when the hash of the first n lines equals that of an
/// earlier import at n lines, what this import has stored of them is taken out
/// again. So a growing export can be imported again and again. Lines that an
/// earlier import may hold are stored only once a later checkpoint has shown
/// that it does not, so that stopping midway stores nothing twice.
struct StoreSink: ImportSink {
  private struct PendingInteraction {
    var customer: Int32
    var product: Int32
    var kind: InteractionKind
    var quantity: Double
    var value: Double?
    var occurredAt: Timestamp
    var eventID: String?
  }

  private struct Candidate {
    var record: ImportRecord
    var trail: ImportTrail
  }

  private struct NamedCustomer {
    var id: Customer.ID
    var firstSeen: Timestamp
    var country: String?
    var key: Customer.Key?
    var isStale = true
  }

  private struct NamedProduct {
    var id: Product.ID
    var title: String?
    var category: String?
    var key: Product.Key?
    var isStale = true
  }

  /// Interactions that make a batch worth storing before the input ends.
  private static let batchSize = 500_000
  /// How long a slow stream's interactions wait at most, give or take a checkpoint.
  private static let patience = Duration.seconds(5)

  let store: Store
  let id: ImportRecord.ID
  /// Earlier imports that may have begun with the same lines, newest first.
  private var candidates: [Candidate]
  /// Records between two checkpoints of every import.
  private let interval: Int
  private var trail = ImportTrail()
  private(set) var progress = ImportRecord.Progress()
  private(set) var added = 0
  private(set) var duplicates = 0
  /// Labels of customers nobody knew, and the first of them.
  private(set) var unknownLabelled = 0
  private(set) var firstUnknownLabelled: Customer.ID?
  private(set) var alreadyImported = 0
  private(set) var matched: ImportRecord?
  /// What is known of the FAQ that entries are added to.
  private(set) var review: FAQReview

  private let clock = ContinuousClock()
  private var storedAt: ContinuousClock.Instant?
  /// Whether an interaction came without an event id.
  private var hasAnonymous = false
  private var firstKey: Int64?
  private var customers: [NamedCustomer] = []
  private var products: [NamedProduct] = []
  private var staleCustomers: [Int] = []
  private var staleProducts: [Int] = []
  private var interactions: [PendingInteraction] = []
  private var others: [SourceRecord] = []

  init(
    store: Store, id: ImportRecord.ID, earlier: [ImportRecord], interval: Int,
    review: FAQReview
  ) {
    self.store = store
    self.id = id
    self.interval = interval
    self.review = review
    candidates = earlier.compactMap { record in
      record.progress.contentHash.map { Candidate(record: record, trail: ImportTrail($0)) }
    }
  }

  mutating func receive(_ record: SourceRecord, line: Int) throws -> Refusal? {
    guard case .interaction(let record) = record else {
      if case .faq(let entry) = record { return receive(entry, line: line) }
      others.append(record)
      return nil
    }
    note(customerOf: record)
    note(productOf: record)
    let interaction = record.interaction
    if interaction.eventID == nil { hasAnonymous = true }
    interactions.append(
      PendingInteraction(
        customer: Int32(record.customerOrdinal), product: Int32(record.productOrdinal),
        kind: interaction.kind, quantity: interaction.quantity, value: interaction.value,
        occurredAt: interaction.occurredAt, eventID: interaction.eventID))
    return nil
  }

  private mutating func receive(_ source: FAQEntry, line: Int) -> Refusal? {
    var entry = source
    do throws(FAQReview.Fault) {
      try review.check(&entry, line: line)
    } catch {
      return error.refusal(of: entry.intent)
    }
    others.append(.faq(entry))
    return nil
  }

  private mutating func note(customerOf record: InteractionRecord) {
    let ordinal = record.customerOrdinal
    let time = record.interaction.occurredAt
    guard ordinal < customers.count else {
      customers.append(
        NamedCustomer(
          id: record.interaction.customer, firstSeen: time, country: record.country?.string))
      staleCustomers.append(ordinal)
      return
    }
    let addsCountry = customers[ordinal].country == nil && record.country != nil
    guard addsCountry || time < customers[ordinal].firstSeen else { return }
    customers[ordinal].firstSeen = min(time, customers[ordinal].firstSeen)
    if addsCountry { customers[ordinal].country = record.country?.string }
    if !customers[ordinal].isStale {
      customers[ordinal].isStale = true
      staleCustomers.append(ordinal)
    }
  }

  private mutating func note(productOf record: InteractionRecord) {
    let ordinal = record.productOrdinal
    guard ordinal < products.count else {
      products.append(
        NamedProduct(
          id: record.interaction.product, title: record.title?.string,
          category: record.category?.string))
      staleProducts.append(ordinal)
      return
    }
    let addsTitle = products[ordinal].title == nil && record.title != nil
    let addsCategory = products[ordinal].category == nil && record.category != nil
    guard addsTitle || addsCategory else { return }
    if addsTitle { products[ordinal].title = record.title?.string }
    if addsCategory { products[ordinal].category = record.category?.string }
    if !products[ordinal].isStale {
      products[ordinal].isStale = true
      staleProducts.append(ordinal)
    }
  }

  mutating func checkpoint(_ checkpoint: ImportCheckpoint) throws {
    trail.add(checkpoint.contentHash, at: checkpoint.records)
    candidates.removeAll { candidate in
      guard let hash = candidate.trail[checkpoint.records] else {
        return candidate.record.progress.lines < checkpoint.records
      }
      return hash != checkpoint.contentHash
    }
    let same = hasAnonymous ? candidates.first { $0.trail[checkpoint.records] != nil }?.record : nil
    let isOpen = candidates.contains {
      $0.trail.hasPoint(in: (checkpoint.records + 1)...(checkpoint.records + interval))
    }
    if same == nil, isOpen, hasAnonymous, !interactions.isEmpty, !checkpoint.isFinal { return }
    guard checkpoint.isLast || same != nil || isBatchDue else { return }
    progress.lines = checkpoint.records
    progress.contentHash = trail.text
    progress.rowsRefused = checkpoint.records - checkpoint.accepted
    try store.write(alone: true) { writer in
      let start = try firstKey ?? writer.lastInteractionKey() + 1
      firstKey = start
      if let same {
        try writer.deleteInteractions(from: start)
        matched = same
        alreadyImported = checkpoint.accepted
        added = 0
        duplicates = 0
        interactions.removeAll(keepingCapacity: true)
      }
      try flush(to: writer)
      progress.rowsAdded = added
      try writer.checkpointImport(id, progress)
    }
    interactions.removeAll(keepingCapacity: true)
    others.removeAll(keepingCapacity: true)
    storedAt = clock.now
  }

  private var isBatchDue: Bool {
    guard let storedAt, others.isEmpty, interactions.count < Self.batchSize else { return true }
    return clock.now - storedAt >= Self.patience
  }

  private mutating func flush(to writer: Writer) throws {
    for ordinal in staleCustomers {
      let customer = customers[ordinal]
      customers[ordinal].key = try writer.customerKey(
        for: customer.id, firstSeen: customer.firstSeen, country: customer.country)
      customers[ordinal].isStale = false
    }
    staleCustomers.removeAll(keepingCapacity: true)
    for ordinal in staleProducts {
      let product = products[ordinal]
      products[ordinal].key = try writer.productKey(
        for: product.id, title: product.title, category: product.category)
      products[ordinal].isStale = false
    }
    staleProducts.removeAll(keepingCapacity: true)
    for row in interactions {
      guard let customer = customers[Int(row.customer)].key,
        let product = products[Int(row.product)].key
      else { preconditionFailure("an interaction of a customer or product that was not stored") }
      let isNew = try writer.insertInteraction(
        customer: customer, product: product, kind: row.kind, quantity: row.quantity,
        value: row.value, occurredAt: row.occurredAt, eventID: row.eventID)
      if isNew { added += 1 } else { duplicates += 1 }
    }
    for record in others {
      switch record {
      case .customer(let customer): try writer.upsert(customer)
      case .product(let product): try writer.upsert(product)
      case .faq(let entry): try writer.upsert(entry)
      case .label(let label):
        if try writer.reading.customer(label.customer) == nil {
          unknownLabelled += 1
          firstUnknownLabelled = firstUnknownLabelled ?? label.customer
        }
        try writer.upsert(label)
      case .interaction: continue
      }
      added += 1
    }
  }
}
