import Domain
import FoundationEssentials
import Terminal

/// CDNOW: purchases of a shop for discs, without products.
enum MusicShop {
  /// With ``horizonDays`` before it, the test cut-off is 1997-12-30.
  static let end = Timestamp(year: 1998, month: 6, day: 30)
  static let horizonDays = 182

  /// Writes columns of blanks as CSV.
  static func interactions(_ archive: String, setting: Setting) throws -> String {
    let path = try setting.unpacked(archive, as: "cdnow.txt")
    let text = String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    var csv = "customer_id,occurred_at,quantity,value\n"
    for line in text.split(whereSeparator: \.isNewline).dropFirst() {
      let fields = line.split(separator: " ")
      guard fields.count == 4, fields[1].count == 8 else {
        throw CommandFailure("\(archive) has the unexpected line: \(line)", exitCode: .dataError)
      }
      let day = fields[1]
      let date = "\(day.prefix(4))-\(day.dropFirst(4).prefix(2))-\(day.suffix(2))"
      csv += "\(fields[0]),\(date),\(fields[2]),\(fields[3])\n"
    }
    return try setting.workspace.write(csv, to: "cdnow.csv")
  }
}
