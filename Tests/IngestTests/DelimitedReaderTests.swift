import Domain
import Ingest
import Testing

@Suite struct DelimitedReaderTests {
  private func titles(
    _ text: String, format: ImportFormat = .csv, pieceSize: Int = .max
  ) throws -> [String?] {
    try imported(text, ImportOptions(kind: .products, format: format), pieceSize: pieceSize)
      .sink.products.map(\.title)
  }

  @Test(arguments: [
    ("id,title\n1,lamp\n", ["lamp"]),
    ("id,title\r\n1,lamp\r\n2,shade\r\n", ["lamp", "shade"]),
    ("id,title\n1,lamp", ["lamp"]),
    ("\u{feff}id,title\n1,lamp\n", ["lamp"]),
    ("id,title\n1,\"a, b\"\n", ["a, b"]),
    ("id,title\n1,\"two\nlines\"\n2,x\n", ["two\nlines", "x"]),
    ("id,title\n1,\"say \"\"hi\"\"\"\n", ["say \"hi\""]),
    ("id,title\n1,\"\"\"\"\n", ["\""]),
    ("id,title\n1,\"quoted\"\r\n2,x", ["quoted", "x"]),
    ("id,title\n1,\"quoted\"", ["quoted"]),
    ("id,title\n1,\"quoted\"\r", ["quoted"]),
    ("id,title\n1,5\" pipe\n", ["5\" pipe"]),
    ("\"id\",\"title\"\n\"1\",\"lamp\"\n", ["lamp"]),
    ("id,title\n\n1,lamp\n\n\n2,x\n\n", ["lamp", "x"]),
    ("id,title\n1,Käse 茶\n", ["Käse 茶"]),
    (" ID , Title \n 1 , lamp \n", ["lamp"]),
  ])
  func `quotes, line breaks and marks are read as RFC 4180 has them`(
    text: String, expected: [String]
  ) throws {
    #expect(try titles(text) == expected)
    for pieceSize in 1...7 { #expect(try titles(text, pieceSize: pieceSize) == expected) }
  }

  @Test func `an empty field is no value`() throws {
    #expect(try titles("id,title\n1,\n2,\"\"\n3,x") == [nil, nil, "x"])
  }

  @Test func `tabs separate in TSV and commas do not`() throws {
    #expect(try titles("id\ttitle\n1\ta,b\n2\t\"x\ty\"\n", format: .tsv) == ["a,b", "x\ty"])
  }

  @Test func `any size of read gives the same records, refusals, lines and hash`() throws {
    // Padding moves the interesting part over the end of the first 512 bytes,
    // which are read together.
    let padding = (0..<60).map { "\($0),padding\n" }.joined()
    let text =
      "id,title\r\n" + padding
      + "a,\"x\r\n\"\"y\"\"\"\r\nb,\"z\"q\nmore,1\nc,é\n\"d\",\"open\ne,f\n"
    let options = try ImportOptions(kind: .products, format: .csv)
    let whole = try imported(text, options)
    #expect(whole.summary.refused == 2)
    #expect(whole.sink.lines.suffix(4) == [62, 65, 66, 68])
    for pieceSize in 1...130 {
      let pieces = try imported(text, options, pieceSize: pieceSize)
      #expect(pieces.summary == whole.summary, "pieces of \(pieceSize)")
      #expect(pieces.sink.products == whole.sink.products, "pieces of \(pieceSize)")
      #expect(pieces.sink.lines == whole.sink.lines, "pieces of \(pieceSize)")
    }
  }

  @Test func `what is written by the rules is read back, whatever the text`() throws {
    let alphabet = Array("ab ,\"\t\n;é茶x0\u{8a}\u{10a}")
    for seed in UInt64(0)..<100 {
      var generator = SplitMix64(state: seed)
      let expected = (0..<20).map { _ in
        let length = Int.random(in: 0...24, using: &generator)
        let text = (0..<length).map { _ in alphabet.randomElement(using: &generator) ?? "a" }
        // Blanks at the ends are not part of a value.
        return "[" + String(text) + "]"
      }
      let rows = expected.enumerated().map { index, text in
        let doubled = text.split(separator: "\"", omittingEmptySubsequences: false)
          .joined(separator: "\"\"")
        let needsQuotes = text.contains { $0 == "," || $0 == "\"" || $0 == "\n" }
        return "\(index)," + (needsQuotes ? "\"\(doubled)\"" : text)
      }
      let pieceSize = Int.random(in: 1...600, using: &generator)
      let text = "id,title\n" + rows.joined(separator: "\n")
      #expect(try titles(text, pieceSize: pieceSize) == expected, "seed \(seed)")
    }
  }

  @Test func `a stray quote costs one line and not the file`() throws {
    let (sink, summary) = try imported(
      "id,title\n1,\"never closed\n2,b\n3,c\n", ImportOptions(kind: .products, format: .csv))
    #expect(sink.products.map(\.id.rawValue) == ["2", "3"])
    #expect(summary.refusals.map(\.reason.code) == ["unclosed_quote"])
    #expect(summary.refusals.map(\.firstLine) == [2])
  }

  @Test func `lines are counted through quoted line breaks and blank lines`() throws {
    let (sink, _) = try imported(
      "id,title\n1,\"a\n\nb\"\n\n2,c\n", ImportOptions(kind: .products, format: .csv))
    #expect(sink.lines == [2, 6])
  }

  @Test func `a record without end is an error that names its line`() throws {
    let long = String(repeating: "x", count: 1 << 21)
    let error = try failure(
      "id,title\n1,a\n2,\(long)\n", ImportOptions(kind: .products, format: .csv))
    #expect(error.code == .recordTooLong)
    #expect(error.line == 3)
  }

  @Test func `a record of nearly a mebibyte is read`() throws {
    let long = String(repeating: "x", count: (1 << 20) - 100)
    let text = "id,title\n1,\"\(long)\"\n2,b\n"
    #expect(try titles(text, pieceSize: 65_536).map { $0?.utf8.count } == [long.utf8.count, 1])
  }

  @Test func `a file much longer than the buffer is read to its end`() throws {
    let rows = 40_000
    let text = "id,title\n" + (0..<rows).map { "\($0),\"title, number \($0)\"\n" }.joined()
    let (sink, summary) = try imported(
      text, ImportOptions(kind: .products, format: .csv), pieceSize: 10_007)
    #expect(summary.accepted == rows)
    #expect(sink.products.map(\.id.rawValue) == (0..<rows).map(String.init))
    #expect(sink.products.last?.title == "title, number \(rows - 1)")
  }
}

/// - Source: Steele, Lea & Flood 2014, "Fast splittable pseudorandom number
///   generators", figure 17.
private struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
