import Glibc
import Service
import Terminal

/// The gaps as a file that spreadsheets read.
///
/// - Source: RFC 4180.
enum GapsFile {
  /// Writes a file that must not exist yet.
  ///
  /// - Throws: exit code 73 where it exists or cannot be made, 74 where writing fails.
  static func write(_ answer: GapsAnswer, to path: String) throws(CommandFailure) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw CommandFailure(
        "Cannot write the gaps to \(path): \(systemErrorText(errno)).",
        hint: errno == EEXIST ? "Name a file that does not exist yet" : nil,
        exitCode: .cannotCreate)
    }
    defer { close(descriptor) }
    let output = FileOutputStream(descriptor: descriptor)
    output.write(text(answer))
    try output.finish()
  }

  static func text(_ answer: GapsAnswer) -> String {
    var lines = [
      "gap,question,keywords,count,customers,newest,handoff,unclear,unhelpful,nearest_intent,"
        + "confidence,suggestion"
    ]
    for gap in answer.gaps {
      lines.append(
        [
          gap.id, field(gap.question), field(gap.keywords.joined(separator: " ")), "\(gap.count)",
          "\(gap.customers)", gap.newest, "\(gap.reasons.handoff)", "\(gap.reasons.unclear)",
          "\(gap.reasons.unhelpful)", field(gap.nearestIntent ?? ""),
          gap.confidence.map { fixed($0, decimals: 3) } ?? "", gap.suggestion?.kind ?? "",
        ].joined(separator: ","))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A text as a field.
  ///
  /// A customer's text that begins as a formula does gets an apostrophe, so that
  /// no spreadsheet runs it.
  private static func field(_ text: String) -> String {
    let isFormula = text.first.map { "=+-@\t\r".contains($0) } ?? false
    let safe = isFormula ? "'" + text : text
    guard safe.unicodeScalars.contains(where: { "\",\n\r".unicodeScalars.contains($0) }) else {
      return safe
    }
    var quoted = "\""
    for character in safe { quoted += character == "\"" ? "\"\"" : String(character) }
    return quoted + "\""
  }
}
