import Domain
import Ingest
import Testing

@Suite struct ImportOptionsTests {
  @Test func `a map is pairs, and a column's name may hold a comma`() throws {
    let map = try ImportOptions.parseMap(
      ["customer_id=Customer ID,title=Name, full", "price=Unit=Price"], kind: .interactions)
    #expect(map == ["customer_id": "Customer ID", "title": "Name, full", "price": "Unit=Price"])
    #expect(
      try ImportOptions.parseSet(["kind=purchase", "category=a,b"], kind: .interactions)
        == ["kind": "purchase", "category": "a,b"])
  }

  @Test func `an unknown field is an error with the nearest and all names`() {
    let error = #expect(throws: ImportError.self) {
      try ImportOptions.parseMap(["custmer_id=A"], kind: .labels)
    }
    #expect(error?.description.contains("Did you mean \"customer_id\"?") == true)
    #expect(error?.description.contains("customer_id, label, observed_at") == true)
  }

  @Test(arguments: ["customer_id", "customer_id=", "customer_id=A,customer_id=B"])
  func `a map without sense is an error`(argument: String) {
    #expect(throws: ImportError.self) {
      try ImportOptions.parseMap([argument], kind: .interactions)
    }
  }

  @Test func `a field cannot be both mapped and set`() {
    let error = #expect(throws: ImportError.self) {
      try ImportOptions(kind: .interactions, map: ["kind": "Type"], set: ["kind": "view"])
    }
    #expect(error?.code == .badOption)
  }

  @Test func `columns match without case, spaces, dashes and underscores`() throws {
    let (sink, summary) = try imported(
      "Customer ID,PRODUCT-ID,Kind,occurredAt,Rating,Country,Other\n1,2,rating,2024-01-01,4.5,UK,x\n",
      ImportOptions(kind: .interactions, format: .csv))
    #expect(sink.interactions.first?.value == 4.5)
    #expect(sink.parties == [[nil, nil, "UK"]])
    #expect(
      summary.columnsUsed.map { "\($0.field)=\($0.column)" } == [
        "customer_id=Customer ID", "product_id=PRODUCT-ID", "kind=Kind", "occurred_at=occurredAt",
        "value=Rating", "country=Country",
      ])
    #expect(summary.columnsIgnored == ["Other"])
  }

  @Test func `a mapped column that is missing is an error that lists what exists`() throws {
    let error = try failure(
      "Kunde,Artikel\n1,2\n",
      ImportOptions(
        kind: .interactions, format: .csv, map: ["customer_id": "Kunden", "product_id": "Artikel"]))
    #expect(error.code == .unknownColumn)
    #expect(error.description.contains("Did you mean \"Kunde\"?"))
    #expect(error.description.contains("Kunde, Artikel"))
  }

  @Test func `a mapped column may differ in case`() throws {
    let (_, summary) = try imported(
      "customerid,label\n1,yes\n",
      ImportOptions(kind: .labels, format: .csv, map: ["customer_id": "CustomerID"]))
    #expect(summary.accepted == 1)
  }

  @Test func `a required field without a column shows how to give it`() throws {
    let error = try failure(
      "customer_id,product_id,occurred_at\n1,2,3\n",
      ImportOptions(kind: .interactions, format: .csv))
    #expect(error.code == .missingField)
    #expect(error.description.contains("--set kind=purchase"))
    let faq = try failure("answer\nyes\n", ImportOptions(kind: .faq, format: .csv))
    #expect(faq.description.contains("feeds question"))
    let headerless = try failure("196\t242\n", ImportOptions(kind: .labels, format: .tsv))
    #expect(headerless.description.contains("first line is data"))
  }

  @Test func `a constant for a field that has a column is an error`() throws {
    let error = try failure(
      "id,Currency\n1,EUR\n",
      ImportOptions(kind: .products, format: .csv, set: ["currency": "GBP"]))
    #expect(error.code == .badOption)
    #expect(error.description.contains("\"Currency\""))
  }

  @Test(arguments: [
    ("kind=bought", "is none of view, cart"), ("kind=purchase,event_id=No", "once for each"),
    ("title=a,price=2", "more than one field"),
  ])
  func `a constant that would refuse every line is an error`(constant: String, words: String) {
    let error = #expect(throws: ImportError.self) {
      try ImportOptions.parseSet([constant], kind: .interactions)
    }
    #expect(error?.description.contains(words) == true)
  }

  @Test(arguments: ["c1,p1,purchase,2024-01-01\n", "c1,p1,x,2024-01-01\n", "c1,view,x,y\n"])
  func `a line of data in the place of the header is recognised`(line: String) throws {
    let error = try failure(line, ImportOptions(kind: .interactions, format: .csv))
    #expect(error.description.contains("put a line of column names above"))
  }

  @Test func `a constant fills a field on every line`() throws {
    let (sink, _) = try imported(
      "id\n1\n2\n", ImportOptions(kind: .products, format: .csv, set: ["currency": "EUR"]))
    #expect(sink.products.map(\.currency) == ["EUR", "EUR"])
  }

  @Test func `one column may feed two fields`() throws {
    let (sink, _) = try imported(
      "sku\nA1\n",
      ImportOptions(kind: .products, format: .csv, map: ["id": "sku", "title": "sku"]))
    #expect(sink.products.map(\.title) == ["A1"])
  }
}
