import Testing

@testable import Terminal

@Suite struct TextTableTests {
  private func sample() -> TextTable {
    var table = TextTable([
      TextTable.Column("Product", alignment: .left),
      TextTable.Column("Title", shrinks: true), TextTable.Column("Score"),
    ])
    table.append(["85123A", "White hanging heart", "0.83"])
    table.append(["22423", "陶瓷蛋糕架", "0.4"])
    table.append(["71053", "Cafe\u{301} lantern", "12.05"])
    return table
  }

  @Test func `columns are aligned whatever their letters`() {
    #expect(
      sample().rendered() == """
        Product  Title                Score
        85123A   White hanging heart   0.83
        22423    陶瓷蛋糕架             0.4
        71053    Cafe\u{301} lantern         12.05

        """)
  }

  @Test func `a narrow terminal cuts the column that may shrink`() {
    let text = sample().rendered(width: 25)
    #expect(
      text == """
        Product  Title      Score
        85123A   White ha…   0.83
        22423    陶瓷蛋糕…    0.4
        71053    Cafe\u{301} lan…  12.05

        """)
  }

  @Test func `no line is wider than the terminal`() {
    for width in 20...60 {
      for line in sample().rendered(width: width).split(separator: "\n") {
        #expect(displayWidth(String(line)) <= max(width, 22))
      }
    }
  }

  @Test func `only columns of numbers stand right by themselves`() {
    var table = TextTable([TextTable.Column("Number"), TextTable.Column("Date")])
    table.append(["1,234", "2011-12-09"])
    table.append(["–", "never"])
    table.append(["<0.1%", ""])
    #expect(
      table.rendered() == """
        Number  Date
         1,234  2011-12-09
             –  never
         <0.1%

        """)
  }

  @Test func `styles do not disturb the widths`() {
    var table = TextTable([
      TextTable.Column("A", attributes: [.dim]), TextTable.Column("B", alignment: .right),
    ])
    table.append(["x", "1"])
    #expect(
      table.rendered(style: Style(isEnabled: true))
        == "\u{1B}[1mA\u{1B}[0m  \u{1B}[1mB\u{1B}[0m\n\u{1B}[2mx\u{1B}[0m  1\n")
    #expect(table.rendered(showsHeader: false) == "x  1\n")
  }

  @Test func `a stored escape sequence is shown, not obeyed`() {
    var table = TextTable([TextTable.Column("A")])
    table.append(["\u{1B}[2J\nx"])
    #expect(table.rendered() == "A\n\u{FFFD}[2J x\n")
  }

  @Test func `a row of another length stops the program`() async {
    await #expect(processExitsWith: .failure) {
      var table = TextTable([TextTable.Column("A")])
      table.append([])
    }
  }
}
