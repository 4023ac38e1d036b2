/// A number as people write long ones: groups of digits with little between them.
struct DigitRun: Sendable {
  struct Group: Sendable {
    var start: Int
    var end: Int
    /// Whether what stands before it parts numbers more often than it groups
    /// them: commas, colons, line breaks.
    var isLoose: Bool

    var count: Int { end - start }
  }

  var groups: [Group]

  var range: Range<Int> { groups[0].start..<groups[groups.count - 1].end }
  var digitCount: Int { groups.reduce(0) { $0 + $1.count } }
  /// Whether nothing loose joins its groups.
  var isTight: Bool { !groups.dropFirst().contains { $0.isLoose } }

  /// The pieces between loose joints.
  var tightParts: [DigitRun] {
    var parts: [DigitRun] = []
    for (index, group) in groups.enumerated() {
      if index == 0 || group.isLoose {
        parts.append(DigitRun(groups: [group]))
      } else {
        parts[parts.count - 1].groups.append(group)
      }
    }
    return parts
  }

  func digits(in text: FoldedText) -> [UInt8] {
    var digits: [UInt8] = []
    for group in groups {
      for position in group.start..<group.end {
        digits.append(UInt8(text.scalars[position] - 0x30))
      }
    }
    return digits
  }
}

extension FoldedText {
  /// The most characters between two groups.
  private static let widestGap = 3

  /// The numbers of the text.
  ///
  /// - Parameter taken: by folded scalar, whether it belongs to something else.
  /// - Returns: in the order of the text, each as long as its gaps allow.
  func digitRuns(except taken: [Bool]) -> [DigitRun] {
    var runs: [DigitRun] = []
    var run = DigitRun(groups: [])
    for token in tokens where token.kind == .number {
      var start = token.start
      while start < token.end {
        guard !taken[start] else {
          start += 1
          continue
        }
        var end = start + 1
        while end < token.end, !taken[end] { end += 1 }
        let joint =
          run.groups.isEmpty
          ? nil : joint(from: run.groups[run.groups.count - 1].end, to: start, taken)
        if joint == nil, !run.groups.isEmpty {
          runs.append(run)
          run.groups = []
        }
        run.groups.append(DigitRun.Group(start: start, end: end, isLoose: joint ?? false))
        start = end
      }
    }
    if !run.groups.isEmpty { runs.append(run) }
    return runs
  }

  /// Whether a gap is loose; nil where it joins nothing.
  private func joint(from end: Int, to start: Int, _ taken: [Bool]) -> Bool? {
    guard start - end <= Self.widestGap else { return nil }
    var isLoose = false
    for position in end..<start {
      guard !taken[position] else { return nil }
      switch scalars[position] {
      case 0x20, 0x2D, 0x2E, 0x2F, 0x28, 0x29, 0x30FC: break
      case 0x09, 0x0A, 0x0D, 0x2A, 0x2C, 0x3A, 0x3B, 0x5F, 0x7C, 0xB7, 0x2022: isLoose = true
      default: return nil
      }
    }
    return isLoose
  }
}
