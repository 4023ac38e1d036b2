/// One text a row, as the number of the text: equality is a comparison of numbers.
struct CodedColumn: Sendable {
  /// The code of each row; −1 where it has no text.
  private(set) var codes: [Int32]
  private var numbers: [String: Int32] = [:]

  init(rows: Int) { codes = [Int32](repeating: -1, count: rows) }

  mutating func set(_ text: String, row: Int) {
    let next = Int32(numbers.count)
    let code = numbers[text, default: next]
    if code == next { numbers[text] = next }
    codes[row] = code
  }

  /// The code of a text; nil where no row has it.
  func code(of text: String) -> Int32? { numbers[text] }

  /// Every text there is, in no order.
  var texts: some Collection<String> { numbers.keys }
}
