extension OrderNumberFormat {
  /// The most formats kept.
  private static let formatLimit = 6
  /// The most numbers looked at; more say nothing new of how they are written.
  private static let sampleLimit = 20_000

  /// What the numbers of a group have in common.
  private struct Group {
    var count = 0
    var pieces: [Piece]
  }

  /// A run of letters, of digits, of both or of signs.
  private struct Piece: Hashable {
    enum Kind: Hashable { case letters, digits, mixed, separator }
    var kind: Kind
    var text: String
    var count: Int
    /// The counts seen, with how often.
    var counts: [Int: Int] = [:]
    var isShared = true
  }

  /// The formats that the numbers are written in, the commonest first.
  ///
  /// Rare ones are left out: a mistyped number teaches nothing.
  static func learned(from numbers: [String]) -> [OrderNumberFormat] {
    let step = max(1, numbers.count / sampleLimit)
    let sample = stride(from: 0, to: numbers.count, by: step).map { numbers[$0] }
    var groups = grouped(sample.map { pieces($0, isMixed: false) })
    // Letters and digits in any order, as in hexadecimal numbers, make hundreds
    // of groups.
    if groups.count > 8, groups[0].count * 5 < sample.count {
      groups = grouped(sample.map { pieces($0, isMixed: true) })
    }
    let total = groups.reduce(0) { $0 + $1.count }
    return groups.prefix(formatLimit).filter { $0.count * 100 >= total }.compactMap { group in
      let elements = group.pieces.map { element($0, of: group.count) }
      let format = OrderNumberFormat(
        elements: elements, share: Double(group.count) / Double(total))
      return format.shortest > 0 && format.hasDigits ? format : nil
    }
  }

  private var hasDigits: Bool {
    elements.contains {
      switch $0 {
      case .digits, .mixed: true
      default: false
      }
    }
  }

  /// Groups of the same kinds of pieces, the largest first.
  private static func grouped(_ all: [[Piece]]) -> [Group] {
    var indices: [String: Int] = [:]
    var groups: [Group] = []
    for pieces in all where !pieces.isEmpty {
      let key = pieces.map { piece in
        switch piece.kind {
        case .letters: "L\(piece.count)"
        case .digits: "D"
        case .mixed: "X"
        case .separator: piece.text
        }
      }.joined(separator: "\u{0}")
      let index = indices[key] ?? groups.count
      if index == groups.count {
        indices[key] = index
        groups.append(Group(pieces: pieces))
      }
      groups[index].count += 1
      for (place, piece) in pieces.enumerated() {
        groups[index].pieces[place].counts[piece.count, default: 0] += 1
        if groups[index].pieces[place].text.lowercased() != piece.text.lowercased() {
          groups[index].pieces[place].isShared = false
        }
      }
    }
    return groups.enumerated().sorted {
      ($1.element.count, $0.offset) < ($0.element.count, $1.offset)
    }
    .map(\.element)
  }

  private static func pieces(_ number: String, isMixed: Bool) -> [Piece] {
    let text = FoldedText(number)
    guard text.count <= 64 else { return [] }
    var pieces: [Piece] = []
    for position in 0..<text.count {
      let kind: Piece.Kind =
        switch text.kinds[position] {
        case .digit: isMixed ? .mixed : .digits
        case .letter: isMixed ? .mixed : .letters
        case .unspaced, .space, .newline, .other: .separator
        }
      let sign = text.sourceText(text.offsets[position]..<(text.offsets[position] + 1))
      if let last = pieces.last, last.kind == kind {
        pieces[pieces.count - 1].text += sign
        pieces[pieces.count - 1].count += 1
      } else {
        pieces.append(Piece(kind: kind, text: sign, count: 1))
      }
    }
    return pieces
  }

  private static func element(_ piece: Piece, of total: Int) -> Element {
    switch piece.kind {
    case .separator: return .separator(piece.text)
    case .letters:
      // One number alone does not say what is fixed, but a letter seldom changes.
      return piece.isShared
        ? .prefix(FoldedText(piece.text).scalars, written: piece.text) : .letters(piece.count)
    case .digits, .mixed:
      let usual = piece.counts.filter { total < 50 || $0.value * 50 >= total }.keys
      let range = (usual.min() ?? piece.count)...(usual.max() ?? piece.count)
      return piece.kind == .digits ? .digits(range) : .mixed(range)
    }
  }
}
