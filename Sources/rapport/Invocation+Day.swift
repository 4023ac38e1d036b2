import Domain
import Terminal

extension Invocation {
  /// The midnight (UTC) with which a day of the form 2011-12-09 begins.
  func day(_ name: String) throws -> Timestamp? {
    guard let text = string(name) else { return nil }
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    if parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2],
      (1...12).contains(month)
    {
      let time = Timestamp(year: year, month: month, day: day)
      if time.date == text { return time }
    }
    throw invalid(name, "must be a day such as 2011-12-09.")
  }
}
