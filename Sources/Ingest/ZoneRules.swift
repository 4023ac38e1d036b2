import Glibc

/// The offsets of one zone of the IANA database.
///
/// glibc can only switch the zone of the whole process and FoundationEssentials
/// knows none but fixed offsets, so the compiled files are read here.
///
/// - Source: RFC 8536, "The Time Zone Information Format (TZif)".
struct ZoneRules: Sendable {
  private var times: [Int64] = []
  private var offsets: [Int64] = []
  /// The offset before the first change.
  private var firstOffset: Int64 = 0
  /// What holds after the last change.
  private var footer: RecurringRule?

  /// Reads the zone of that name; nil where there is none.
  init?(name: String, directory: String = "/usr/share/zoneinfo") {
    guard !name.isEmpty, !name.hasPrefix("/"), !name.contains(".."),
      let bytes = readSmallFile("\(directory)/\(name)")
    else { return nil }
    self.init(bytes)
  }

  init?(_ bytes: [UInt8]) {
    guard let first = Header(bytes, at: 0), first.version >= 0x32 else { return nil }
    let second = 44 + first.size(ofTime: 4)
    guard let header = Header(bytes, at: second) else { return nil }
    let start = second + 44
    let footerStart = start + header.size(ofTime: 8)
    let (count, kinds) = (header.times, header.types)
    guard footerStart < bytes.count, kinds > 0 else { return nil }
    let indexes = start + count * 8
    let types = indexes + count
    let typeOffsets = (0..<kinds).map {
      Int64(Int32(truncatingIfNeeded: bigEndian(bytes, types + $0 * 6, 4)))
    }
    firstOffset = typeOffsets[0]
    for index in 0..<count {
      let type = Int(bytes[indexes + index])
      guard type < kinds else { return nil }
      times.append(bigEndian(bytes, start + index * 8, 8))
      offsets.append(typeOffsets[type])
    }
    let text = bytes[(footerStart + 1)...].prefix { $0 != 0x0a }
    footer = RecurringRule(Array(text))
  }

  /// Seconds east of Greenwich at a point in time.
  func offset(at time: Int64) -> Int64 {
    if let footer, times.last.map({ time >= $0 }) ?? true { return footer.offset(at: time) }
    var (low, high) = (0, times.count)
    while low < high {
      let middle = (low + high) / 2
      if times[middle] <= time { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? firstOffset : offsets[low - 1]
  }

  private struct Header {
    let version: UInt8
    let counts: [Int]

    init?(_ bytes: [UInt8], at start: Int) {
      guard start + 44 <= bytes.count,
        Array(bytes[start..<(start + 4)]) == [0x54, 0x5a, 0x69, 0x66]
      else { return nil }
      version = bytes[start + 4]
      counts = (0..<6).map { Int(bigEndian(bytes, start + 20 + $0 * 4, 4)) }
      guard counts.allSatisfy({ $0 < 1 << 20 }) else { return nil }
    }

    // In file order: UT indicators, standard indicators, leap seconds, times,
    // types, characters of abbreviations.
    var times: Int { counts[3] }
    var types: Int { counts[4] }

    func size(ofTime width: Int) -> Int {
      counts[3] * (width + 1) + counts[4] * 6 + counts[5] + counts[2] * (width + 4) + counts[1]
        + counts[0]
    }
  }
}

private func bigEndian(_ bytes: [UInt8], _ start: Int, _ width: Int) -> Int64 {
  bytes[start..<(start + width)].reduce(0) { $0 << 8 | Int64($1) }
}

private func readSmallFile(_ path: String) -> [UInt8]? {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { return nil }
  defer { close(descriptor) }
  var bytes = [UInt8](repeating: 0, count: 1 << 17)
  var count = 0
  while count < bytes.count {
    let got = bytes.withUnsafeMutableBytes { buffer in
      read(descriptor, buffer.baseAddress.map { $0 + count }, buffer.count - count)
    }
    guard got >= 0 else { return nil }
    if got == 0 { break }
    count += got
  }
  return Array(bytes.prefix(count))
}
