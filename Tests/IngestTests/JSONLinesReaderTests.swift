import Domain
import Ingest
import Testing

@Suite struct JSONLinesReaderTests {
  private func products(_ text: String) throws -> (sink: CollectingSink, summary: ImportSummary) {
    try imported(text, ImportOptions(kind: .products, format: .jsonl))
  }

  @Test func `objects are read with their types, keys in any order`() throws {
    let (sink, summary) = try products(
      """
      {"id":"01","title":"a","size":12.5,"code":"007","new":true,"gone":null}
      { "title" : "b" , "id" : 17850.0, "available": false, "extra": "x", "price": 1e2 }

      {"id":3,"box":{"w":[1,2]}}
      """)
    #expect(sink.products.map(\.id.rawValue) == ["01", "17850", "3"])
    #expect(sink.products.map(\.title) == ["a", "b", nil])
    #expect(sink.products[1].price == 100)
    #expect(sink.products[1].available == false)
    #expect(
      sink.products.map(\.attributes) == [
        ["size": .number(12.5), "code": .text("007"), "new": .flag(true)],
        ["extra": .text("x")], ["box": .text("{\"w\":[1,2]}")],
      ])
    #expect(sink.lines == [1, 2, 4])
    #expect(summary.notes.map(\.code) == ["id_without_fraction", "nested_as_text"])
  }

  @Test func `escapes are undone`() throws {
    let (sink, _) = try products(
      #"{"id":"1","t\u0069tle":"a\"\\\/\b\f\n\r\t\u00e9\u8336\ud83d\ude00z"}"#)
    #expect(sink.products.first?.title == "a\"\\/\u{8}\u{c}\n\r\té茶😀z")
  }

  @Test(arguments: [
    (#"{"id":"2""#, "invalid_json"), (#"{"id":"2",}"#, "invalid_json"),
    (#"{"id":2}}"#, "invalid_json"), (#"{"id":02}"#, "invalid_json"),
    (#"{"id":NaN}"#, "invalid_json"), (#"{'id':2}"#, "invalid_json"),
    (#"{"id":"\x"}"#, "invalid_json"), (#"{"id":"\ud800"}"#, "invalid_json"),
    (#"{"id":"\u0000"}"#, "invalid_json"), ("{\"id\":\"\u{1}\"}", "invalid_json"),
    (#"{"id":2,"x":[1,}"#, "invalid_json"), (#"{"id":1.}"#, "invalid_json"),
    (#"{"id":2,"x":"# + String(repeating: "[", count: 100), "invalid_json"),
    (#"[1]"#, "not_an_object"), ("2", "not_an_object"), (#"{"id":1,"id":2}"#, "duplicate_key"),
    (#"{"id":[1]}"#, "wrong_type"), (#"{"id":null}"#, "missing_id"), (#"{}"#, "missing_id"),
    (#"{"id":null,"id":2}"#, "duplicate_key"),
  ])
  func `a line that is not a good object is refused and the next one is read`(
    line: String, code: String
  ) throws {
    let (sink, summary) = try products("{\"id\":0}\n\(line)\n{\"id\":9}\n")
    #expect(sink.products.map(\.id.rawValue) == ["0", "9"])
    #expect(summary.refusals.map(\.reason.code) == [code])
  }

  @Test func `lists may be arrays`() throws {
    let (sink, summary) = try imported(
      """
      {"questions":["a?","b?"],"answer":"c","intent":"i","examples":"d|e","prompts":["x|y","z"]}
      {"questions":["a?",1],"answer":"c"}
      """, ImportOptions(kind: .faq, format: .jsonl))
    #expect(sink.faq.map(\.questions) == [["a?", "b?"]])
    #expect(sink.faq.map(\.examples) == [["d", "e"]])
    #expect(sink.faq.map(\.prompts) == [["x|y", "z"]])
    #expect(summary.refusals.map(\.reason.code) == ["unreadable_list"])
  }

  @Test func `keys that come late are still fields`() throws {
    let (sink, _) = try products(
      "{\"id\":1}\n{\"id\":2,\"Title\":\"x\"}\n{\"Title\":\"y\",\"id\":3}")
    #expect(sink.products.map(\.title) == [nil, "x", "y"])
  }

  @Test func `a mapped key that never comes is told`() throws {
    let (_, summary) = try imported(
      "{\"id\":1,\"name\":\"x\"}",
      ImportOptions(kind: .products, format: .jsonl, map: ["title": "nmae"]))
    #expect(summary.notes.map(\.code) == ["mapped_key_absent"])
    let error = try failure(
      "{\"sku\":1}", ImportOptions(kind: .products, format: .jsonl, map: ["id": "skuu"]))
    #expect(error.code == .unknownColumn)
  }

  @Test func `one array instead of lines is an error with a cure`() throws {
    let error = try failure("[{\"id\":1}]", ImportOptions(kind: .products, format: .jsonl))
    #expect(error.description.contains("jq -c"))
    let spread = try failure("{\n\"id\":1}\n", ImportOptions(kind: .products, format: .jsonl))
    #expect(spread.description.contains("jq -c"))
  }

  @Test func `any size of read gives the same records`() throws {
    let lines = (0..<60).map { "{\"id\":\($0),\"title\":\"é\\n\($0)\"}\r\n" }.joined()
    let options = try ImportOptions(kind: .products, format: .jsonl)
    let whole = try imported(lines, options)
    #expect(whole.summary.accepted == 60)
    for pieceSize in 1...70 {
      let pieces = try imported(lines, options, pieceSize: pieceSize)
      #expect(pieces.sink.products == whole.sink.products, "pieces of \(pieceSize)")
      #expect(pieces.summary == whole.summary, "pieces of \(pieceSize)")
    }
  }
}
