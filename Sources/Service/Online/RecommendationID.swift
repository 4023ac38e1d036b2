import Glibc

/// The id of one answer, by which its impressions and clicks are told apart.
///
/// Eighteen characters of Crockford's base 32, the time in milliseconds and 40
/// random bits, so that ids sort by time; then a dash and the number of the
/// model version that answered: `06gk2v8t4qmx3r7h1c-7`. Events that name the id
/// need not name the model.
package enum RecommendationID {
  private static let digits = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
  private static let length = 18

  /// A new id for an answer of that version.
  package static func make(version: Int) -> String {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    let milliseconds = UInt64(time.tv_sec) * 1000 + UInt64(time.tv_nsec) / 1_000_000
    return make(version: version, milliseconds: milliseconds, random: .random(in: 0...UInt64.max))
  }

  /// The id of a moment and random bits, of which the low 40 count.
  static func make(version: Int, milliseconds: UInt64, random: UInt64) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(length + 4)
    for shift in stride(from: 45, through: 0, by: -5) {
      text.append(digits[Int(milliseconds >> UInt64(shift) & 31)])
    }
    for shift in stride(from: 35, through: 0, by: -5) {
      text.append(digits[Int(random >> UInt64(shift) & 31)])
    }
    return String(decoding: text, as: UTF8.self) + "-\(version)"
  }

  /// The version in an id; nil for one that was not made here.
  package static func version(in id: String) -> Int? {
    let bytes = Array(id.utf8)
    guard bytes.count > length + 1, bytes[length] == UInt8(ascii: "-"),
      bytes.prefix(length).allSatisfy(digits.contains),
      bytes.dropFirst(length + 1).allSatisfy({ (48...57).contains($0) })
    else { return nil }
    return Int(String(decoding: bytes.dropFirst(length + 1), as: UTF8.self))
  }
}

extension Rapport {
  /// A new id for an answer of this model.
  func recommendationID(for active: Active<some Sendable>) -> String {
    RecommendationID.make(version: active.name.split(separator: "-").last.flatMap { Int($0) } ?? 0)
  }
}
