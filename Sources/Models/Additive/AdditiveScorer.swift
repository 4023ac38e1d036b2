import Engine

/// The terms of a model made ready for the rows of given columns.
struct AdditiveScorer: Sendable {
  /// Rows are scored in pieces whose scratch stays in the first cache.
  private static let chunk = 2048

  private enum Part: Sendable {
    case curve(AdditiveCurve, numbers: [Float])
    case levels([Double], codes: [Int32])
    /// A grid's values, and where its columns stand among `axes`.
    case grid([Double], first: Int, second: Int, width: Int)
  }

  /// A column of pairs: the entry of each value.
  private enum Axis: Sendable {
    case numbers([Float], NumberSegments, entries: [UInt8])
    case levels([Int32], entries: [UInt8])
  }

  private let parts: [Part]
  private let axes: [Axis]
  private let rows: Int

  init(_ model: AdditiveModel, _ terms: [AdditiveModel.Term], _ columns: [AdditiveColumn]) {
    rows = model.rowCount(columns)
    let paired = Set(terms.filter { $0.columns.count == 2 }.flatMap(\.columns)).sorted()
    axes = paired.map { index in
      let scale = model.columns[index].gridScale
      switch columns[index].values {
      case .numbers(let numbers):
        let (segments, entries) = scale.segmentEntries
        return .numbers(numbers, segments, entries: entries.map { UInt8($0) })
      case .categories(let codes, _):
        return .levels(codes, entries: scale.levelEntries.map { UInt8($0) })
      }
    }
    parts = terms.map { term in
      let first = term.columns[0]
      guard term.columns.count == 1 else {
        let width = model.columns[term.columns[1]].gridScale.entryCount
        return .grid(
          term.values, first: paired.firstIndex(of: first) ?? 0,
          second: paired.firstIndex(of: term.columns[1]) ?? 0, width: width)
      }
      let scale = model.columns[first].curveScale
      switch columns[first].values {
      case .numbers(let numbers):
        return .curve(
          AdditiveCurve(term.values, scale, extrapolates: columns[first].extrapolates),
          numbers: numbers)
      case .categories(let codes, _):
        return .levels(scale.levelEntries.map { term.values[$0] }, codes: codes)
      }
    }
  }

  /// The sum of the terms and `intercept` for each row.
  func scores(intercept: Double, threads: Int) -> [Double] {
    [Double](unsafeUninitializedCapacity: rows) { buffer, count in
      guard let base = buffer.baseAddress else { return }
      nonisolated(unsafe) let scores = base
      Parallel.forEachChunk(count: rows, chunkSize: Self.chunk, threads: threads) { range in
        let target = scores + range.lowerBound
        target.initialize(repeating: intercept, count: range.count)
        withScratch { scratch in
          findEntries(range, scratch)
          for part in parts { add(part, range, to: target, scratch) }
        }
      }
      count = rows
    }
  }

  /// The part of one term, by its place among those given, in the score of each row.
  func contributions(of term: Int) -> [Double] {
    var values = [Double](repeating: 0, count: rows)
    values.withUnsafeMutableBufferPointer { values in
      guard let base = values.baseAddress else { return }
      for start in stride(from: 0, to: rows, by: Self.chunk) {
        let range = start..<min(rows, start + Self.chunk)
        withScratch { scratch in
          if case .grid = parts[term] { findEntries(range, scratch) }
          add(parts[term], range, to: base + start, scratch)
        }
      }
    }
    return values
  }

  /// Calls `body` with memory for one row of bytes of each axis and one more.
  private func withScratch(_ body: (UnsafeMutablePointer<UInt8>) -> Void) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: (axes.count + 1) * Self.chunk) {
      if let base = $0.baseAddress { body(base) }
    }
  }

  /// Writes the entry of each row on each axis.
  private func findEntries(_ range: Range<Int>, _ scratch: UnsafeMutablePointer<UInt8>) {
    for (index, axis) in axes.enumerated() {
      let found = scratch + (index + 1) * Self.chunk
      switch axis {
      case .numbers(let numbers, let segments, let entries):
        numbers.withUnsafeBufferPointer {
          guard let base = $0.baseAddress else { return }
          segments.find(base + range.lowerBound, range.count, found)
        }
        entries.withUnsafeBufferPointer { entries in
          for row in 0..<range.count { found[row] = entries[Int(found[row])] }
        }
      case .levels(let codes, let entries):
        for row in 0..<range.count {
          found[row] = entries[entries.levelIndex(codes[range.lowerBound + row])]
        }
      }
    }
  }

  private func add(
    _ part: Part, _ range: Range<Int>, to target: UnsafeMutablePointer<Double>,
    _ scratch: UnsafeMutablePointer<UInt8>
  ) {
    switch part {
    case .curve(let curve, let numbers):
      numbers.withUnsafeBufferPointer {
        guard let base = $0.baseAddress else { return }
        curve.add(to: target, base + range.lowerBound, range.count, found: scratch)
      }
    case .levels(let values, let codes):
      for row in 0..<range.count {
        target[row] += values[values.levelIndex(codes[range.lowerBound + row])]
      }
    case .grid(let values, let first, let second, let width):
      let rows = scratch + (first + 1) * Self.chunk
      let columns = scratch + (second + 1) * Self.chunk
      values.withUnsafeBufferPointer { values in
        for row in 0..<range.count {
          target[row] += values[Int(rows[row]) &* width &+ Int(columns[row])]
        }
      }
    }
  }
}

extension AdditiveScale {
  /// The entry of each level, then that of unknown ones, then that of missing values.
  fileprivate var levelEntries: [Int] {
    guard case .levels(let slots, let slotCount) = self else {
      preconditionFailure("levelEntries: the scale is one of numbers")
    }
    return slots.map(Int.init) + [slotCount, slotCount + 1]
  }
}

extension Array {
  /// Where a level's element stands among those of all levels, then of unknown
  /// ones, then of missing values.
  fileprivate func levelIndex(_ code: Int32) -> Int {
    code < 0 ? count - 1 : Swift.min(Int(code), count - 2)
  }
}
