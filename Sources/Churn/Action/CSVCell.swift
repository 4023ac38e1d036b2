/// How one cell of a file that spreadsheets open is written.
package enum CSVCell {
  /// A line of cells, its end included.
  package static func line(_ cells: [String]) -> String {
    cells.map(text).joined(separator: ",") + "\r\n"
  }

  /// The text of a cell: quoted where the layout asks for it, and with an
  /// apostrophe before what a spreadsheet would run as a formula.
  ///
  /// A number may begin with a sign: it is what it seems.
  ///
  /// - Source: RFC 4180, section 2, rules 5 to 7; OWASP, "CSV Injection".
  static func text(_ cell: String) -> String {
    let safe = isFormula(cell) ? "'" + cell : cell
    let needsQuotes = safe.unicodeScalars.contains { [",", "\"", "\r", "\n"].contains($0) }
    guard needsQuotes || safe.first == " " || safe.last == " " else { return safe }
    var quoted = "\""
    for scalar in safe.unicodeScalars {
      if scalar == "\"" { quoted.unicodeScalars.append(scalar) }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }

  private static func isFormula(_ cell: String) -> Bool {
    // A spreadsheet passes over leading blanks, and reads full-width signs too.
    guard let first = cell.unicodeScalars.first(where: { $0 != " " }) else { return false }
    let starts: [Unicode.Scalar] = [
      "=", "+", "-", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}",
    ]
    return starts.contains(first) && !isNumber(cell)
  }

  /// Whether it is a decimal number: a sign, digits and a fraction.
  private static func isNumber(_ cell: String) -> Bool {
    var digits = Array(cell.utf8)
    if let sign = digits.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      digits.removeFirst()
    }
    let parts = digits.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return (1...2).contains(parts.count)
      && parts.allSatisfy { part in
        !part.isEmpty && part.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      }
  }
}
