/// The half-open segments of the number line that a scale tells apart.
///
/// Segment s holds the numbers from break s − 1 on and below break s; the last
/// segment is that of NaN. A spike is the segment from it to the next number.
struct NumberSegments: Sendable {
  /// Ascending.
  let breaks: [Float]

  /// The number of segments, that of NaN included.
  var count: Int { breaks.count + 2 }
  /// The segment of NaN.
  var missing: Int { breaks.count + 1 }

  /// Splits the line at `points` and around `spikes`.
  init(points: [Float], spikes: [Float]) {
    let all = (points + spikes + spikes.map(\.nextUp)).sorted()
    breaks = all.indices.filter { $0 == 0 || all[$0] > all[$0 - 1] }.map { all[$0] }
    precondition(count <= 256, "NumberSegments: \(count) segments")
  }

  /// A number of each segment but that of NaN: its lower end, or the lowest of all.
  var starts: [Float] { [-Float.infinity] + breaks }

  /// Writes the segment of each of `count` numbers.
  ///
  /// Counting the breaks that are not above a number beats a search of so few:
  /// it has no branches and runs on sixteen numbers at once.
  func find(
    _ numbers: UnsafePointer<Float>, _ count: Int, _ segments: UnsafeMutablePointer<UInt8>
  ) {
    let missing = UInt32(missing)
    breaks.withUnsafeBufferPointer { breaks in
      var index = 0
      while index < count {
        var x = SIMD16<Float>()
        let width = min(16, count - index)
        if width == 16 {
          x = UnsafeRawPointer(numbers + index).loadUnaligned(as: SIMD16<Float>.self)
        } else {
          for lane in 0..<width { x[lane] = numbers[index + lane] }
        }
        var rank = SIMD16<UInt32>()
        for point in breaks { rank.replace(with: rank &+ 1, where: x .>= point) }
        rank.replace(with: missing, where: x .!= x)
        let bytes = SIMD16<UInt8>(truncatingIfNeeded: rank)
        if width == 16 {
          UnsafeMutableRawPointer(segments + index).storeBytes(
            of: bytes, as: SIMD16<UInt8>.self)
        } else {
          for lane in 0..<width { segments[index + lane] = bytes[lane] }
        }
        index += 16
      }
    }
  }
}

extension AdditiveScale {
  /// The segments of a scale of numbers, and the entry of each on a scale of edges.
  ///
  /// - Precondition: the scale has edges.
  var segmentEntries: (segments: NumberSegments, entries: [UInt16]) {
    guard case .edges(let edges, let spikes) = self else {
      preconditionFailure("segmentEntries: the scale has no edges")
    }
    let segments = NumberSegments(points: edges, spikes: spikes)
    let entries = segments.starts.map { UInt16(entry(ofNumber: $0)) } + [UInt16(missingEntry)]
    return (segments, entries)
  }

  /// The entry of each value on a scale of edges or levels.
  ///
  /// - Precondition: the values are of the scale's kind.
  func entries(_ values: AdditiveColumn.Values, threads: Int = 1) -> [UInt16] {
    switch values {
    case .categories(let codes, _): return codes.map { UInt16(entry(ofLevel: $0)) }
    case .numbers(let numbers):
      let (segments, entries) = segmentEntries
      return [UInt16](unsafeUninitializedCapacity: numbers.count) { buffer, count in
        numbers.withUnsafeBufferPointer { numbers in
          if let base = numbers.baseAddress {
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: numbers.count) { found in
              guard let place = found.baseAddress else { return }
              segments.find(base, numbers.count, place)
              for row in numbers.indices { buffer[row] = entries[Int(found[row])] }
            }
          }
        }
        count = numbers.count
      }
    }
  }
}
