import Domain
import HTTPServer
import Service

/// Reads query parameters.
struct QueryReader {
  let request: Request

  init(_ request: Request) { self.request = request }

  /// Refuses parameters that a route does not have, rather than ignore them.
  static func check(_ request: Request, known: [String]) throws(Problem) {
    for item in request.query where !known.contains(item.name) {
      throw Problem(
        .badRequest, code: "unknown_parameter",
        detail: "there is no parameter \"\(item.name)\" here"
          + (known.isEmpty ? "" : "; there are \(known.joined(separator: ", "))"),
        pointer: "?\(item.name)")
    }
  }

  func integer(
    _ name: String, default fallback: Int, in range: ClosedRange<Int>
  ) throws(Problem) -> Int {
    guard let text = request.query(name) else { return fallback }
    guard let value = Int(text), range.contains(value) else {
      throw invalid(
        name, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  func number(
    _ name: String, default fallback: Double, in range: ClosedRange<Double>
  ) throws(Problem) -> Double {
    guard let text = request.query(name) else { return fallback }
    guard let value = Double(text), range.contains(value) else {
      throw invalid(name, "must be a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  func flag(_ name: String) throws(Problem) -> Bool {
    switch request.query(name) {
    case nil, "false", "0": false
    case "true", "1", "": true
    default: throw invalid(name, "must be true or false")
    }
  }

  /// All values of a parameter that may be repeated or hold a comma-separated list.
  func list(_ name: String) -> [String] {
    request.query.filter { $0.name == name }
      .flatMap { $0.value.split(separator: ",").map(String.init) }
  }

  /// One of some words; nil where it is not given.
  func word(_ name: String, among words: [String]) throws(Problem) -> String? {
    guard let text = request.query(name) else { return nil }
    guard words.contains(text) else {
      throw invalid(name, "must be one of \(words.joined(separator: ", "))")
    }
    return text
  }

  /// The midnight (UTC) with which a day such as 2026-03-01 begins, or nil.
  func day(_ name: String) throws(Problem) -> Timestamp? {
    guard let text = request.query(name) else { return nil }
    guard let time = Timestamp(rfc3339: text + "T00:00:00Z") else {
      throw invalid(name, "must be a day such as 2026-03-01")
    }
    return time
  }

  /// A price, or nil.
  func price(_ name: String) throws(Problem) -> Double? {
    guard let text = request.query(name) else { return nil }
    guard let price = Double(text), price >= 0, price.isFinite else {
      throw invalid(name, "must be a price, such as 12.50")
    }
    return price
  }

  /// Conditions on attributes, as `name=value` each.
  func conditions(_ name: String) throws(Problem) -> [AttributeCondition] {
    var conditions: [AttributeCondition] = []
    for item in request.query where item.name == name {
      guard let condition = AttributeCondition(text: item.value) else {
        throw invalid(name, "must have the form name=value")
      }
      conditions.append(condition)
    }
    return conditions
  }

  private func invalid(_ name: String, _ reason: String) -> Problem {
    Problem(
      .badRequest, code: "invalid_parameter", detail: "\(name) \(reason)", pointer: "?\(name)")
  }
}

extension AttributeCondition {
  /// Reads `name=value`; nil where there is no name.
  init?(text: String) {
    guard let sign = text.firstIndex(of: "="), sign != text.startIndex else { return nil }
    self.init(
      name: String(text[..<sign]), value: String(text[text.index(after: sign)...]))
  }
}
