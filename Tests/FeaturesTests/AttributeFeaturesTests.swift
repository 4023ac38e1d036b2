import Domain
import Testing

@testable import Features

@Suite struct AttributeFeaturesTests {
  private let cutoff = Timestamp(year: 2024, month: 7, day: 1)

  private func customers(
    _ values: [[String: AttributeValue]]
  ) -> [(key: Customer.Key, customer: Customer)] {
    values.enumerated().map { index, attributes in
      (
        Customer.Key(Int64(index)),
        Customer(id: Customer.ID("c\(index)"), attributes: attributes)
      )
    }
  }

  private func column(_ values: [AttributeValue?]) -> [(key: Customer.Key, customer: Customer)] {
    customers(values.map { value in value.map { ["x": $0] } ?? [:] })
  }

  private func table(
    _ customers: [(key: Customer.Key, customer: Customer)]
  ) throws -> CustomerTable {
    try AttributeFeatures(fitting: customers).table(of: customers) { _ in cutoff }
  }

  @Test func `numbers held as text are numbers, blanks are missing`() throws {
    let table = try table(
      column([.text("12.5"), .text(" "), .number(3), .text(" -1e2 "), nil, .text("NA")]))
    let values = try #require(table.numeric.first?.values)
    #expect(values[0] == 12.5 && values[2] == 3 && values[3] == -100)
    #expect(values[1].isNaN && values[4].isNaN && values[5].isNaN)
    #expect(try self.table(column([.number(0), .number(1)])).numeric.count == 1)
  }

  @Test func `one value that is no number makes a category`() throws {
    let table = try table(
      column([.number(2), .number(2.5), .text("many"), .flag(true), nil, .text(" "), .number(2)]))
    #expect(
      table.categorical.first?.values == ["2", "2.5", "many", "yes", nil, nil, "2"])
    #expect(table.numeric.isEmpty)
  }

  @Test(arguments: [
    ("2024-06-30", 1), ("2024-06-30T12:00:00Z", 0.5), ("2024-06-30 12:00", 0.5),
    ("2024-06-29T23:30:00.25-00:30", 1), ("2024-06-30T01:00:00+0100", 1),
  ])
  func `a date is the days before the cut-off`(text: String, days: Float) throws {
    #expect(try table(column([.text(text), nil])).numeric.first?.values.first == days)
  }

  @Test(arguments: ["2024-02-30", "2024-13-01", "2024-06-30T25:00", "2024-06-30x", "30.06.2024"])
  func `what is no day of the calendar is a category`(text: String) throws {
    #expect(try table(column([.text(text), .text(text)])).categorical.count == 1)
  }

  @Test func `a date at or after the cut-off is refused and named`() throws {
    let customers = column([.text("2024-06-30"), .text("2024-07-01")])
    let features = AttributeFeatures(fitting: customers)
    do {
      _ = try features.table(of: customers) { _ in cutoff }
      Issue.record("no error")
    } catch {
      #expect(error.code == .leakage && error.row?.source == .attribute("x"))
      #expect(error.description.hasPrefix("attribute x of customer c1 is dated 2024-07-01T00:00"))
    }
    let own = try features.table(of: customers) { $0.rawValue == 0 ? cutoff : nil }
    #expect(own.numeric.first?.values[1].isNaN == true, "without a cut-off nothing is known")
  }

  @Test func `identifiers are left out with a note`() throws {
    let rows = (0..<200).map { index -> [String: AttributeValue] in
      [
        "mail": .text("c\(index)@example.org"), "row": .number(Double(index + 1)),
        "wage": .number(Double(index * index)), "city": .text("c\(index % 50)"),
        "salary": .number(1000.5 + Double(index)), "empty": .text(" "),
      ]
    }
    let features = AttributeFeatures(fitting: customers(rows))
    #expect(features.columns.map(\.name) == ["city", "salary", "wage"])
    #expect(
      features.notes == [
        "attribute empty is left out: it has no value",
        "attribute mail is left out: 200 different values among 200 customers tell who they are, "
          + "not what they are like",
        "attribute row is left out: 200 different values among 200 customers tell who they are, "
          + "not what they are like",
      ])
  }

  @Test func `a column keeps the kind it was trained with`() throws {
    let features = AttributeFeatures(
      fitting: customers([["n": .number(1), "c": .text("a")], ["n": .number(2), "c": .text("b")]]))
    let odd = customers([["n": .text("many"), "c": .number(7), "new": .number(1)]])
    let table = try features.table(of: odd) { _ in cutoff }
    #expect(table.numeric.map(\.name) == ["n"] && table.numeric[0].values[0].isNaN)
    #expect(table.categorical.map(\.values) == [["7"]])
  }

  @Test func `the country is an attribute`() throws {
    var rows = column([nil, nil])
    rows[0].customer.country = "NO"
    #expect(try table(rows).categorical.first?.values == ["NO", nil])
  }
}
