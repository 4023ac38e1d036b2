import FoundationEssentials

/// The place behind which the next page of a list begins, as clients hand it back.
///
/// It names the last record seen, not a count of records, so that pages neither repeat nor
/// pass over records while others arrive.
package struct PageCursor: Sendable, Hashable {
  /// The list that it belongs to.
  package let list: String
  /// What names the last record seen.
  package let parts: [String]

  private static let separator = "\u{1f}"
  private static let longest = 2048

  package init(_ list: String, _ parts: [String]) {
    self.list = list
    self.parts = parts
  }

  /// Reads a cursor of a list with so many parts; nil for anything else.
  package init?(_ text: String, of list: String, parts count: Int) {
    guard text.utf8.count <= Self.longest else { return nil }
    var padded = text.replacing("-", with: "+").replacing("_", with: "/")
    padded += String(repeating: "=", count: (4 - padded.utf8.count % 4) % 4)
    guard let data = Data(base64Encoded: padded), let plain = String(data: data, encoding: .utf8)
    else { return nil }
    let pieces = plain.split(separator: Self.separator, omittingEmptySubsequences: false)
      .map(String.init)
    guard pieces.count == count + 1, pieces[0] == list else { return nil }
    self.init(list, Array(pieces.dropFirst()))
    guard self.text == text else { return nil }
  }

  /// Letters, digits, `-` and `_`.
  package var text: String {
    Data(([list] + parts).joined(separator: Self.separator).utf8).base64EncodedString()
      .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }
}
