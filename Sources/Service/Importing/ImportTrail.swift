/// The content hashes of an import at its checkpoints, as one text in the
/// database: `20000:9f3c…,31250:07aa…`.
struct ImportTrail {
  private(set) var text = ""
  private var hashes: [Int: UInt64] = [:]

  init() {}

  /// Reads the text; pieces that make no sense are passed over.
  init(_ text: String) {
    self.text = text
    for piece in text.split(separator: ",") {
      let parts = piece.split(separator: ":")
      guard parts.count == 2, let records = Int(parts[0]), let hash = UInt64(parts[1], radix: 16)
      else { continue }
      hashes[records] = hash
    }
  }

  mutating func add(_ hash: UInt64, at records: Int) {
    guard hashes.updateValue(hash, forKey: records) == nil else { return }
    text += (text.isEmpty ? "" : ",") + "\(records):" + String(hash, radix: 16)
  }

  /// The hash of the first so many records, where there was a checkpoint.
  subscript(records: Int) -> UInt64? { hashes[records] }

  func hasPoint(in range: ClosedRange<Int>) -> Bool { hashes.keys.contains { range.contains($0) } }
}
