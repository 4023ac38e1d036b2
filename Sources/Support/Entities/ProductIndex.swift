import Features
import Glibc

/// Finds titles of the catalogue in texts, misspelt and shortened ones too.
///
/// A title is a list of units: words, numbers, and pairs of neighbouring
/// characters in scripts without spaces. A unit weighs the more the fewer titles
/// have it.
struct ProductIndex: Sendable {
  /// The share of a title's weight that a text must have.
  static let leastCoverage = 0.6
  /// Units of a title beyond these do not count.
  static let unitLimit = 32

  let productIDs: [String]
  /// By distinct title: the first product of that title, and how many have it.
  private(set) var products: [(first: Int32, count: Int32)] = []
  /// By title: whether it is the beginning of a longer one.
  private(set) var isHead: [Bool] = []
  /// By title: where its units begin in `units`, and the end.
  private(set) var titleStarts: [Int32] = [0]
  private(set) var units: [Int32] = []
  private(set) var titleWeights: [Float] = []
  /// By hash: the row of the unit.
  private(set) var rows: [UInt64: Int32] = [:]
  private(set) var weights: [Float] = []
  /// By unit: whether it says enough to stand for a title.
  private(set) var isContent: [Bool] = []
  /// By unit: the number of distinct titles that have it.
  private(set) var titleCounts: [Int32] = []
  /// By unit: where the titles begin that cannot be found without it or another
  /// such unit, in `anchored`.
  private(set) var anchorStarts: [Int32] = []
  private(set) var anchored: [Int32] = []
  let spelling: SpellingIndex

  init(_ catalogue: [(id: String, title: String)]) {
    productIDs = catalogue.map(\.id)
    var letters: [UInt32] = []
    var starts: [Int32] = [0]
    var mayBeMisspelt: [Bool] = []
    var titleOfUnits: [UInt64: Int32] = [:]
    for (product, entry) in catalogue.enumerated() {
      let text = FoldedText(entry.title)
      let all = TextUnit.all(in: text).prefix(Self.unitLimit)
      var title: [Int32] = []
      for unit in all {
        let row = rows[unit.hash] ?? Int32(rows.count)
        if row == Int32(rows.count) {
          rows[unit.hash] = row
          letters += text.scalars[unit.start..<unit.end]
          starts.append(Int32(letters.count))
          mayBeMisspelt.append(
            unit.kind == .word && unit.end - unit.start >= SpellingIndex.shortest)
          isContent.append(Self.isContent(unit, in: text))
          titleCounts.append(0)
        }
        title.append(row)
      }
      let head = Self.headLength(all, in: text)
      for (row, isHead) in [(title[...], false), (title[..<head], true)] where !row.isEmpty {
        let name = Self.unique(row)
        let key = WordHash.of(name.map { UInt32(bitPattern: $0) })
        if let known = titleOfUnits[key] {
          products[Int(known)].count += 1
          continue
        }
        titleOfUnits[key] = Int32(products.count)
        products.append((Int32(product), 1))
        self.isHead.append(isHead)
        units += name
        titleStarts.append(Int32(units.count))
        for row in name { titleCounts[Int(row)] += 1 }
      }
    }
    spelling = SpellingIndex(letters: letters, starts: starts, isIndexed: mayBeMisspelt)
    weigh()
    anchor()
  }

  private static func unique(_ rows: ArraySlice<Int32>) -> [Int32] {
    var unique: [Int32] = []
    for row in rows where !unique.contains(row) { unique.append(row) }
    return unique
  }

  /// How many units stand before the first comma, bracket or dash: what people
  /// call the product; 0 where that is all or says too little.
  private static func headLength(_ units: ArraySlice<TextUnit>, in text: FoldedText) -> Int {
    guard
      let end = text.scalars.indices.first(where: { place in
        switch text.scalars[place] {
        case 0x28, 0x2C, 0x3A, 0x5B, 0x7C: true
        case 0x2D: text.scalar(place - 1) == 0x20 && text.scalar(place + 1) == 0x20
        default: false
        }
      })
    else { return 0 }
    let head = units.prefix { $0.start < end }
    let words = head.filter { isContent($0, in: text) && $0.end - $0.start >= 5 }
    return head.count < units.count && (head.count > 1 || !words.isEmpty) ? head.count : 0
  }

  private static func isContent(_ unit: TextUnit, in text: FoldedText) -> Bool {
    switch unit.kind {
    case .number: return false
    case .unspaced: return true
    case .word:
      guard unit.end - unit.start >= 3 else { return false }
      return !TextTokens(text.text(unit.start..<unit.end)).isFunctionWord(0)
    }
  }

  private mutating func weigh() {
    let total = Double(products.count)
    weights = titleCounts.indices.map { row in
      let weight = log(1 + total / Double(titleCounts[row]))
      return Float(isContent[row] ? weight : 0.4 * weight)
    }
    titleWeights = products.indices.map { title in
      unitRange(title).reduce(0) { $0 + weights[Int(units[$1])] }
    }
  }

  /// Files each title under its heaviest units: so many that the others together
  /// do not reach the least coverage.
  private mutating func anchor() {
    var pairs: [(unit: Int32, title: Int32)] = []
    for title in products.indices {
      let heaviest = unitRange(title).map { units[$0] }.sorted {
        (weights[Int($1)], $0) < (weights[Int($0)], $1)
      }
      var rest = titleWeights[title]
      let least = Float(Self.leastCoverage) * titleWeights[title]
      for unit in heaviest where rest >= least {
        pairs.append((unit, Int32(title)))
        rest -= weights[Int(unit)]
      }
    }
    anchorStarts = [Int32](repeating: 0, count: weights.count + 1)
    for pair in pairs { anchorStarts[Int(pair.unit) + 1] += 1 }
    for row in weights.indices { anchorStarts[row + 1] += anchorStarts[row] }
    var next = anchorStarts
    anchored = [Int32](repeating: 0, count: pairs.count)
    for pair in pairs {
      anchored[Int(next[Int(pair.unit)])] = pair.title
      next[Int(pair.unit)] += 1
    }
  }

  func unitRange(_ title: Int) -> Range<Int> {
    Int(titleStarts[title])..<Int(titleStarts[title + 1])
  }
}
