import Engine

/// One slip of the finger a text, from a seed.
///
/// One letter of one word of four letters or more is left out, doubled, swapped
/// with the next, or another of the alphabet; a text without such a word stays as
/// it is.
struct TypoMaker {
  private static let shortest = 4

  private var generator: Xoshiro256StarStar

  init(seed: UInt64) { generator = Xoshiro256StarStar(seed: seed) }

  mutating func mistyped(_ text: String) -> String {
    let characters = Array(text)
    let words = characters.indices.split { !characters[$0].isLetter }
      .filter { $0.count >= Self.shortest }
    guard !words.isEmpty else { return text }
    let word = words[generator.index(below: words.count)]
    var result = characters
    let place = word[word.startIndex + generator.index(below: word.count)]
    switch generator.index(below: 4) {
    case 0: result.remove(at: place)
    case 1: result.insert(characters[place], at: place)
    case 2:
      // The last letter is swapped with the one before it.
      let next = place + 1 < word.endIndex ? place + 1 : place - 1
      result.swapAt(place, next)
    default:
      let others = "abcdefghijklmnopqrstuvwxyz".filter { $0 != characters[place] }.map { $0 }
      result[place] = others[generator.index(below: others.count)]
    }
    return String(result)
  }
}
