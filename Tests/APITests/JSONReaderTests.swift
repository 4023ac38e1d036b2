import Testing

@testable import API

@Suite struct JSONReaderTests {
  private func failure(_ text: String) -> String? { failure(Array(text.utf8)) }

  private func failure(_ bytes: [UInt8]) -> String? {
    do throws(JSONFailure) {
      try JSONReader.check(bytes[...])
      return nil
    } catch {
      return error.code + error.pointer
    }
  }

  @Test(arguments: [
    "null", "true", "false", "0", "-0", "1.5e-7", "[]", "{}", #""""#, #"{"a":[1,{"b":null}]}"#,
    " \t\r\n[ 1 , 2 ] ", #""\u00e9\ud83d\ude00\n\/""#, "\"ü\"",
    String(repeating: "[", count: 32) + String(repeating: "]", count: 32),
    "\"" + String(repeating: "x", count: 65_536) + "\"", "12345678901234567890123456789012",
  ])
  func `JSON within the limits is taken`(text: String) {
    #expect(failure(text) == nil)
  }

  @Test(arguments: [
    "", " ", "nul", "True", "01", "1.", ".5", "+1", "1e", "-", "[1,]", "[1 2]", "{\"a\"}",
    #"{"a":1,}"#, #"{a:1}"#, "'a'", "\"a", "\"\n\"", #""\x""#, #""\u12g4""#, "1 2", "[", "{",
    "NaN", "Infinity", "-Infinity", "0x10", "\u{feff}1", #""\ud800""#, #""\ud800\u0041""#,
    #""\udc00""#, "// x\n1",
  ])
  func `what is not JSON is refused`(text: String) {
    #expect(failure(text)?.hasPrefix("invalid_json") == true, "\(text)")
  }

  @Test func `limits are kept, and the place is told`() {
    #expect(
      failure(String(repeating: "[", count: 33) + String(repeating: "]", count: 33))?
        .hasPrefix("json_too_deep/0/0") == true)
    #expect(
      failure("\"" + String(repeating: "x", count: 65_537) + "\"") == "string_too_long")
    #expect(failure("123456789012345678901234567890123") == "number_too_long")
    #expect(failure(#"{"a":[0,1e999]}"#) == "number_out_of_range/a/1")
    #expect(failure("-1e400") == "number_out_of_range")
    let many = "[" + [String](repeating: "0", count: 10_001).joined(separator: ",") + "]"
    #expect(failure(many) == "too_many_items")
    #expect(failure(#"{"a":1,"b":{"c~/":1,"c~/":2}}"#) == "duplicate_field/b/c~0~1")
    #expect(failure(#"{"a":1,"\u0061":2}"#) == "duplicate_field/a")
  }

  @Test func `bytes that are not UTF-8 are refused`() {
    for bytes: [UInt8] in [
      [0x22, 0xff, 0x22], [0x22, 0xc3, 0x22], [0x22, 0xed, 0xa0, 0x80, 0x22],
      [0xff, 0xfe, 0x31, 0x00],
    ] {
      #expect(failure(bytes) == "invalid_utf8")
    }
    #expect(failure([0x31, 0x00]) == "invalid_json")
  }

  @Test func `numbers are read as the standard library reads them`() throws {
    for text in [
      "0", "-0", "1", "-17.25", "0.1", "123456789.123456", "999999999999999", "9007199254740993",
      "1e22", "2.2250738585072014e-308", "4.9e-324", "1.7976931348623157e308", "1e-400",
      "0.000000000000001", "3.14159265358979", "1E+2",
    ] {
      var reader = try JSONReader(Array(text.utf8)[...])
      #expect(try reader.number().bitPattern == Double(text)?.bitPattern, "\(text)")
    }
  }
}
