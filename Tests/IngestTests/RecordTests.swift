import Domain
import Testing

@testable import Ingest

@Suite struct RecordTests {
  @Test func `identifiers lose a zero fraction and nothing else`() throws {
    let (sink, summary) = try imported(
      "id\n17850.0\n85123A\n 7 \n1.0.0\n.0\n0012\n3.00\n",
      ImportOptions(kind: .customers, format: .csv))
    #expect(
      sink.customers.map(\.id.rawValue) == ["17850", "85123A", "7", "1.0.0", ".0", "0012", "3.00"])
    #expect(
      summary.notes == [
        .init(
          code: "id_without_fraction", text: "id such as 17850.0 read as 17850", count: 1)
      ])
  }

  @Test func `an interaction's value is what is given, else quantity times price`() throws {
    let header = "customer_id,product_id,kind,occurred_at,quantity,price,value,event_id\n"
    let (sink, summary) = try imported(
      header
        + """
        c,p,Purchase,1979-12-31,3,2.5,,e1
        c,q,purchase,1979-12-31,3,2.5,7,
        d,p,purchase,1979-12-31,-3,2.5,,
        c,p,return,1979-12-31,-2,,-8,
        c,p,VIEW,1979-12-31,,,,
        c,p,rating,1979-12-31,,,-1,
        """, ImportOptions(kind: .interactions, format: .csv))
    #expect(sink.interactions.map(\.value) == [7.5, 7, 7.5, 8, nil, -1])
    #expect(sink.interactions.map(\.quantity) == [3, 3, 3, 2, 1, 1])
    #expect(
      sink.interactions.map(\.kind) == [.purchase, .purchase, .return, .return, .view, .rating])
    #expect(sink.interactions.map(\.eventID) == ["e1", nil, nil, nil, nil, nil])
    #expect(sink.ordinals == [[0, 0], [0, 1], [1, 0], [0, 0], [0, 0], [0, 0]])
    #expect(summary.notes.map(\.code) == ["returns", "times_before_1980"])
    #expect(summary.notes.map(\.count) == [1, 6])
  }

  @Test func `many identifiers keep their numbers`() throws {
    let rows = (0..<6000).map { "c\($0 * 7919 % 3001),p\($0 % 1777),view,2024-01-01\n" }
    let (sink, _) = try imported(
      "customer_id,product_id,kind,occurred_at\n" + rows.joined(),
      ImportOptions(kind: .interactions, format: .csv))
    var known: [String: Int] = [:]
    for (interaction, ordinals) in zip(sink.interactions, sink.ordinals) {
      let id = interaction.customer.rawValue
      let expected = known[id] ?? known.count
      known[id] = expected
      #expect(ordinals[0] == expected)
    }
    #expect(known.count == 3001)
  }

  @Test func `columns without a field become attributes of their own type`() throws {
    let (sink, summary) = try imported(
      "id,Age,Postcode,VIP,City,Empty,Long,\n1,41.5,01234,TRUE,Ulm,,12345678901234567,x\n",
      ImportOptions(kind: .customers, format: .csv))
    #expect(
      sink.customers.first?.attributes == [
        "Age": .number(41.5), "Postcode": .text("01234"), "VIP": .flag(true), "City": .text("Ulm"),
        "Long": .text("12345678901234567"),
      ])
    #expect(summary.columnsKept == ["Age", "Postcode", "VIP", "City", "Empty", "Long"])
    #expect(summary.columnsIgnored == [""])
  }

  @Test func `customers and products have their fields`() throws {
    let customers = try imported(
      "id,name,email,country,first_seen\n1,Ann,a@b.c,UK,2020-01-02\n",
      ImportOptions(kind: .customers, format: .csv))
    #expect(
      customers.sink.customers == [
        Customer(
          id: "1".customer, name: "Ann", email: "a@b.c", country: "UK",
          firstSeen: Timestamp(year: 2020, month: 1, day: 2))
      ])
    let products = try imported(
      "id,title,description,category,price,currency,available\n1,T,D,C,0.10,EUR,No\n2,,,,,,1\n",
      ImportOptions(kind: .products, format: .csv))
    #expect(
      products.sink.products == [
        Product(
          id: Product.ID("1"), title: "T", description: "D", category: "C", price: 0.1,
          currency: "EUR", available: false),
        Product(id: Product.ID("2"), available: true),
      ])
  }

  @Test func `an FAQ entry takes lists in both forms and an intent from its question`() throws {
    let (sink, summary) = try imported(
      """
      questions,answer,intent,language,examples
      Where is my order? | Track my order ,There.,,en,where|when
      "[""A | b?"",""c""]",Yes.,track,,
      Where is my order!,Here.,,,
      Where is my order? | Track my order ,Dort.,,de,
      我的订单在哪里？,那里,,zh,
      Who?,Me.,track,fr,
      """, ImportOptions(kind: .faq, format: .csv))
    #expect(
      sink.faq.map(\.intent) == [
        "where_is_my_order", "track", "where_is_my_order_2", "where_is_my_order", "我的订单在哪里",
        "track",
      ])
    #expect(sink.faq[0].questions == ["Where is my order?", "Track my order"])
    #expect(sink.faq[0].examples == ["where", "when"])
    #expect(sink.faq[1].questions == ["A | b?", "c"])
    #expect(sink.faq.map(\.language) == ["en", nil, nil, "de", "zh", "fr"])
    #expect(summary.notes.map(\.count) == [4])
  }

  @Test func `an intent made from a question does not take a name that is given`() throws {
    let (sink, _) = try imported(
      "question,answer,intent\nx,1,opening_hours\nOpening hours?,2,\n",
      ImportOptions(kind: .faq, format: .csv))
    #expect(sink.faq.map(\.intent) == ["opening_hours", "opening_hours_2"])
  }

  @Test func `labels are read by sight or against the positive value`() throws {
    let plain = try imported(
      "customer_id,label,observed_at\n1,Yes,2020-01-01\n2,0,\n3,TRUE,\n",
      ImportOptions(kind: .labels, format: .csv))
    #expect(plain.sink.labels.map(\.hasChurned) == [true, false, true])
    #expect(plain.sink.labels.map { $0.observedAt?.date } == ["2020-01-01", nil, nil])
    let named = try imported(
      "customer_id,label\n1,Churned\n2,Stayed\n",
      ImportOptions(kind: .labels, format: .csv, labelPositive: "churned"))
    #expect(named.sink.labels.map(\.hasChurned) == [true, false])
  }
}

extension String {
  fileprivate var customer: Customer.ID { Customer.ID(self) }
}
