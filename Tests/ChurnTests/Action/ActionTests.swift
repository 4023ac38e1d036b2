import Testing

@testable import Churn

@Suite struct ContactEconomicsTests {
  private let economics = ContactEconomics(contactCost: 2, saveRate: 0.25, margin: 0.4)

  @Test func `the profit of a contact, by hand`() {
    #expect(economics.expectedProfit(churnProbability: 0.5, valueIfKept: 100) == 3)
    #expect(economics.expectedProfit(churnProbability: 0, valueIfKept: 100) == -2)
    #expect(economics.expectedProfit(churnProbability: 1, valueIfKept: 0) == -2)
  }

  @Test func `at the break-even a contact brings nothing`() throws {
    for value in [20.0, 37, 400, 1e6] {
      let threshold = try #require(economics.breakEven(valueIfKept: value))
      let profit = economics.expectedProfit(churnProbability: threshold, valueIfKept: value)
      #expect(abs(profit) < 1e-12)
    }
    #expect(economics.breakEven(valueIfKept: 19.9) == nil)
    #expect(economics.breakEven(valueIfKept: 0) == nil)
    let free = ContactEconomics(contactCost: 0, saveRate: 0.25, margin: 0.4)
    #expect(free.breakEven(valueIfKept: 5) == 0)
  }

  @Test func `cut points follow the break-even where it says something`() {
    // 2 / (0.25 · 0.4 · 50) = 0.4
    let points = RiskCutPoints(economics: economics, medianValue: 50)
    #expect(points.high == 0.4 && points.medium == 0.2)
    for value in [0.0, 10, 21, 5000] {
      #expect(RiskCutPoints(economics: economics, medianValue: value) == .usual)
    }
    #expect([0.1, 0.2, 0.39, 0.4, 1].map(points.level) == [.low, .medium, .medium, .high, .high])
  }
}

@Suite struct CallListTests {
  private func candidate(
    _ id: String, _ probability: Double, value: Double? = nil, profit: Double? = nil
  ) -> CallCandidate {
    CallCandidate(
      customerID: id, churnProbability: probability, riskLevel: .low, expectedValue: value,
      expectedProfit: profit)
  }

  @Test func `each order puts another customer first`() {
    let candidates = [
      candidate("sure", 0.9, value: 10, profit: -1), candidate("rich", 0.1, value: 900, profit: 2),
      candidate("both", 0.5, value: 300, profit: 9), candidate("unknown", 0.95),
    ]
    func order(_ order: CallOrder) -> [String] {
      CallList(candidates, by: order).candidates.map(\.customerID)
    }
    #expect(order(.profit) == ["both", "rich", "sure", "unknown"])
    #expect(order(.risk) == ["unknown", "sure", "both", "rich"])
    #expect(order(.value) == ["rich", "both", "sure", "unknown"])
    let list = CallList(candidates, by: .profit, limit: 3)
    #expect(list.candidates.count == 3)
    #expect(list.worthwhile.count == 2 && list.worthwhile.profit == 11)
  }

  @Test func `ties are broken by risk, then by id, whatever the order of input`() {
    let candidates = [
      candidate("b", 0.2, profit: 1), candidate("a", 0.2, profit: 1),
      candidate("c", 0.3, profit: 1),
    ]
    for input in [candidates, candidates.reversed()] {
      #expect(CallList(input, by: .profit).candidates.map(\.customerID) == ["c", "a", "b"])
    }
  }

  @Test func `a campaign file has a header and a line a customer`() {
    var first = candidate("k1", 0.123456, value: 80, profit: -0.001)
    first.email = "a@b.example"
    first.reasons = ["recency_days 71", "returns, 3", "a", "b"]
    let text = CallList([first, candidate("k2", 0.1)], by: .risk).csv()
    #expect(
      text == "customer_id,email,churn_probability,risk_level,expected_value,expected_profit,"
        + "reason_1,reason_2,reason_3\r\n"
        + "k1,a@b.example,0.1235,low,80.0,0.0,recency_days 71,\"returns, 3\",a\r\n"
        + "k2,,0.1,low,,,,,\r\n")
    #expect(CallList([], by: .risk).csv().hasPrefix("customer_id,churn_probability"))
  }
}

@Suite struct CSVCellTests {
  @Test(arguments: [
    ("plain", "plain"), ("", ""), ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""),
    ("two\nlines", "\"two\nlines\""), ("crlf\r\n", "\"crlf\r\n\""), (" blank", "\" blank\""),
    ("Müller", "Müller"),
  ])
  func `quotes where the layout asks for them`(cell: String, expected: String) {
    #expect(CSVCell.text(cell) == expected)
  }

  @Test(arguments: [
    "=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", " =1", "=HYPERLINK(\"x\")", "-", "+", "-.", "-1e5x",
    "\u{FF1D}1", "\r=1",
  ])
  func `a formula gets an apostrophe`(cell: String) {
    let text = CSVCell.text(cell)
    #expect(text.hasPrefix("'") || text.hasPrefix("\"'"), "\(text)")
  }

  @Test(arguments: ["-12.5", "+4915112345", "-0.001", "12", "0"])
  func `a number keeps its sign`(cell: String) {
    #expect(CSVCell.text(cell) == cell)
  }
}
