import Domain
import Testing

@testable import Storage

@Suite struct RecordTests {
  let directory = TemporaryDirectory()
  let store: Store

  init() throws { store = try Store.create(at: directory.database) }

  @Test func `a customer comes back as stored`() throws {
    let customer = Customer(
      id: .init("17850"), name: "Ada", email: "ada@example.com", country: "日本",
      firstSeen: Timestamp(seconds: -5),
      attributes: [
        "tier": .text("gold"), "age": .number(41), "one": .number(1), "vip": .flag(true),
      ])
    try store.write { _ = try $0.upsert(customer) }
    #expect(try store.read { try $0.customer(customer.id)?.customer } == customer)
    #expect(try store.read { try $0.customers().map(\.customer) } == [customer])
    #expect(try store.read { try $0.customer(.init("x")) == nil })
  }

  @Test func `nil fields of a customer keep what is stored and attributes merge`() throws {
    let id = Customer.ID("1")
    let key = try store.write {
      try $0.upsert(
        Customer(
          id: id, name: "Ada", country: "UK", firstSeen: Timestamp(seconds: 9),
          attributes: ["a": .number(1), "b": .text("x")]))
    }
    let again = try store.write {
      try $0.upsert(Customer(id: id, email: "a@b.c", attributes: ["b": .text("y")]))
    }
    #expect(key == again)
    let merged = Customer(
      id: id, name: "Ada", email: "a@b.c", country: "UK", firstSeen: Timestamp(seconds: 9),
      attributes: ["a": .number(1), "b": .text("y")])
    #expect(try store.read { try $0.customer(id)?.customer } == merged)
  }

  @Test func `an attribute that is not finite is refused`() throws {
    let customer = Customer(id: .init("1"), attributes: ["a": .number(.nan)])
    #expect(code { try store.write { _ = try $0.upsert(customer) } } == .invalidValue)
    #expect(try store.read { try $0.counts().customers } == 0)
  }

  @Test func `a product comes back as stored and merges`() throws {
    let product = Product(
      id: .init("85123A"), title: "", description: "d", category: "Candles", price: 2.55,
      currency: "GBP", available: false, attributes: ["colour": .text("white")])
    try store.write { _ = try $0.upsert(product) }
    #expect(try store.read { try $0.product(product.id)?.product } == product)
    try store.write {
      _ = try $0.upsert(Product(id: product.id, price: 3, available: true))
    }
    var merged = product
    merged.price = 3
    merged.available = true
    #expect(try store.read { try $0.products().map(\.product) } == [merged])
  }

  @Test func `interactions fill in only what a customer and a product lack`() throws {
    try store.write { writer in
      let customer = try writer.customerKey(for: .init("1"), firstSeen: Timestamp(seconds: 50))
      #expect(
        try writer.customerKey(
          for: .init("1"), firstSeen: Timestamp(seconds: 20), country: "UK") == customer)
      #expect(
        try writer.customerKey(
          for: .init("1"), firstSeen: Timestamp(seconds: 30), country: "FR") == customer)
      let product = try writer.productKey(for: .init("A"))
      #expect(try writer.productKey(for: .init("A"), title: "Lamp") == product)
      #expect(try writer.productKey(for: .init("A"), title: "Lantern", category: "L") == product)
      #expect(try writer.existingCustomerKey(for: .init("2")) == nil)
      #expect(try writer.existingProductKey(for: .init("A")) == product)
    }
    let (customer, product) = try store.read {
      (try $0.customer(.init("1"))?.customer, try $0.product(.init("A"))?.product)
    }
    #expect(
      customer == Customer(id: .init("1"), country: "UK", firstSeen: Timestamp(seconds: 20)))
    #expect(product == Product(id: .init("A"), title: "Lamp", category: "L"))
  }

  @Test func `an update within the transaction is not hidden by the cache of keys`() throws {
    try store.write { writer in
      _ = try writer.customerKey(for: .init("1"))
      try writer.upsert(Customer(id: .init("1"), country: "DE"))
      _ = try writer.customerKey(for: .init("1"), country: "FR")
      _ = try writer.erase(.init("1"))
      _ = try writer.customerKey(for: .init("1"), country: "IT")
    }
    #expect(try store.read { try $0.customer(.init("1"))?.customer.country } == "IT")
  }

  @Test func `columns of customers are in the order of arrival`() throws {
    try store.write { writer in
      for (id, country) in [("b", nil), ("a", "UK")] as [(String, String?)] {
        _ = try writer.customerKey(for: .init(id), country: country)
      }
    }
    let columns = try store.read { try $0.customerIDs() }
    #expect(columns.ids.map(\.rawValue) == ["b", "a"])
    #expect(columns.countries == [nil, "UK"])
    #expect(columns.keys.count == 2)
  }

  @Test func `ids that somebody may have meant are found`() throws {
    try store.write { writer in
      for index in 0..<1000 { _ = try writer.productKey(for: .init("SKU\(1000 + index)")) }
      _ = try writer.customerKey(for: .init("17850"))
    }
    try store.read { reader throws in
      #expect(try reader.productIDs(similarTo: .init("sku1500")).first?.rawValue == "SKU1500")
      #expect(try reader.productIDs(similarTo: .init("SKU15000"), limit: 1) == [.init("SKU1500")])
      #expect(try reader.productIDs(similarTo: .init("lamp")) == [])
      #expect(try reader.customerIDs(similarTo: .init("17851")) == [.init("17850")])
      #expect(try reader.customerIDs(similarTo: .init("17805")) == [.init("17850")])
    }
  }

  @Test func `questions of an entry add up and the answer is replaced`() throws {
    let entry = FAQEntry(
      intent: "return_policy", questions: ["May I return it?"], answer: "30 days",
      category: "returns", language: "en", examples: ["send back"],
      prompts: ["refund_status", "何時\u{7}\"?"])
    let more = FAQEntry(
      intent: "return_policy", questions: ["May I return it?", "send back"], answer: "60 days",
      language: "en", examples: ["refund"])
    try store.write { writer in
      try writer.upsert(entry)
      #expect(try writer.reading.faqEntries() == [entry])
      try writer.upsert(more)
    }
    let merged = FAQEntry(
      intent: "return_policy", questions: ["May I return it?", "send back"], answer: "60 days",
      category: "returns", language: "en", examples: ["refund"],
      prompts: ["refund_status", "何時\u{7}\"?"])
    #expect(try store.read { try $0.faqEntries() } == [merged])
    var prompted = more
    prompted.prompts = ["hours"]
    try store.write { try $0.upsert(prompted) }
    #expect(try store.read { try $0.faqEntries().map(\.prompts) } == [["hours"]])
    #expect(try store.write { try $0.deleteFAQEntry(intent: "return_policy") })
    #expect(try store.write { try !$0.deleteFAQEntry(intent: "return_policy") })
    #expect(try store.read { try $0.faqEntries() } == [])
  }

  @Test func `a label replaces that of the same customer and time`() throws {
    let id = Customer.ID("1")
    let dated = ChurnLabel(customer: id, hasChurned: true, observedAt: Timestamp(seconds: 5))
    try store.write { writer in
      try writer.upsert(ChurnLabel(customer: id, hasChurned: true))
      try writer.upsert(ChurnLabel(customer: id, hasChurned: false))
      try writer.upsert(dated)
    }
    let labels = try store.read { try $0.churnLabels().map(\.label) }
    #expect(labels == [ChurnLabel(customer: id, hasChurned: false), dated])
  }

  @Test func `an erased customer takes every trace along`() throws {
    let marker = "zqxerasedmarkerzqx"
    try store.write { writer in
      let key = try writer.upsert(Customer(id: .init("1"), name: marker))
      let product = try writer.productKey(for: .init("A"))
      _ = try writer.insertInteraction(
        customer: key, product: product, kind: .view, occurredAt: Timestamp(seconds: 1),
        eventID: marker)
      try writer.upsert(ChurnLabel(customer: .init("1"), hasChurned: true))
      try writer.createConversation(id: "c", customer: key, startedAt: Timestamp(seconds: 1))
      try writer.append(
        ConversationMessage(
          id: "m", author: .customer, text: marker, createdAt: Timestamp(seconds: 1)),
        toConversation: "c")
      let shown = try writer.insert(
        Exposure(
          eventID: marker, listID: marker, customer: key, session: marker, product: product,
          group: Exposure.Group(kind: .recommender, version: 1), shownAt: Timestamp(seconds: 1)))
      _ = try writer.insertClick(
        on: #require(shown), at: Timestamp(seconds: 2), eventID: marker)
    }
    #expect(try store.write { try $0.erase(.init("1")) })
    #expect(try store.write { try !$0.erase(.init("1")) })
    try store.checkpoint()
    let counts = try store.read { try $0.counts() }
    #expect(counts.interactions == [:] && counts.churnLabels == 0 && counts.conversations == 0)
    #expect(try store.read { try $0.exposureCounts() } == [])
    for name in [directory.database, directory.database + "-wal"] {
      #expect(!String(decoding: contents(of: name), as: UTF8.self).contains(marker))
    }
    #expect(try store.check() == [])
  }
}
