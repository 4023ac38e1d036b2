import Wording

/// A command with the values that the user gave it.
///
/// Options go by their name without dashes (`limit`), arguments by theirs in
/// capitals (`CUSTOMER`). Asking for a name the command does not declare is a
/// programmer's mistake and stops the program.
package struct Invocation: Sendable {
  /// Where a value comes from.
  package enum Origin: Equatable, Sendable {
    case commandLine
    case environment(String)
    case defaultValue
  }

  package let command: Command
  let table: CommandTable
  private(set) var values: [String: [String]] = [:]
  private var origins: [String: Origin] = [:]

  init(table: CommandTable, command: Command) {
    self.table = table
    self.command = command
  }

  mutating func add(_ value: String, to name: String, origin: Origin) {
    values[name, default: []].append(value)
    origins[name] = origin
  }

  func check(_ name: String, allowed: [String]) throws(CommandFailure) {
    guard !allowed.isEmpty else { return }
    for value in values[name] ?? [] where !allowed.contains(value) {
      let list = "must be " + allowed.joinedAsAlternatives()
      throw failure(name, value: value, list + "." + suggestion(for: value, among: allowed))
    }
  }

  /// Where the value of a name comes from; `nil` when it has none.
  package func origin(of name: String) -> Origin? {
    requireDeclared(name)
    return origins[name]
  }

  // MARK: - Values

  /// Whether a flag is given.
  package func flag(_ name: String) -> Bool {
    requireDeclared(name)
    return values[name] != nil
  }

  /// The value of an option or argument, the first one if it repeats.
  package func string(_ name: String) -> String? {
    requireDeclared(name)
    return values[name]?.first
  }

  /// A whole number within a range.
  package func int(
    _ name: String, in range: ClosedRange<Int> = .min ... .max
  ) throws(CommandFailure) -> Int? {
    guard let text = string(name) else { return nil }
    guard let value = Int(text), range.contains(value) else {
      let least = range.lowerBound == .min ? nil : grouped(range.lowerBound)
      let most = range.upperBound == .max ? nil : grouped(range.upperBound)
      throw failure(name, value: text, "must be a whole number" + bounds(least, most) + ".")
    }
    return value
  }

  /// A finite number within a range.
  package func double(
    _ name: String, in range: ClosedRange<Double> = -.infinity ... .infinity
  ) throws(CommandFailure) -> Double? {
    guard let text = string(name) else { return nil }
    guard let value = Double(text), value.isFinite, range.contains(value) else {
      let least = range.lowerBound.isFinite ? shortest(range.lowerBound) : nil
      let most = range.upperBound.isFinite ? shortest(range.upperBound) : nil
      throw failure(name, value: text, "must be a number" + bounds(least, most) + ".")
    }
    return value
  }

  /// All values of a name, each cut at the separator; empty parts are dropped.
  ///
  /// Without a separator each value stays as it is.
  package func list(_ name: String, separatedBy separator: Character? = ",") -> [String] {
    requireDeclared(name)
    let all = values[name] ?? []
    guard let separator else { return all }
    return all.flatMap { $0.split(separator: separator).map(String.init) }
  }

  /// The values of an option such as `--map FIELD=COLUMN,FIELD=COLUMN`.
  package func pairs(
    _ name: String, separatedBy separator: Character? = ","
  ) throws(CommandFailure) -> [(key: String, value: String)] {
    var pairs: [(key: String, value: String)] = []
    for text in list(name, separatedBy: separator) {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty else {
        throw failure(name, value: text, "must have the form NAME=VALUE.")
      }
      pairs.append((String(parts[0]), String(parts[1])))
    }
    return pairs
  }

  // MARK: - Values that must be there

  /// As ``string(_:)``, for an argument or option that must be there.
  package func requiredString(_ name: String) throws(CommandFailure) -> String {
    guard let value = string(name) else { throw missing(name) }
    return value
  }

  /// As ``int(_:in:)``, for an option with a default or a required one.
  package func requiredInt(
    _ name: String, in range: ClosedRange<Int> = .min ... .max
  ) throws(CommandFailure) -> Int {
    guard let value = try int(name, in: range) else { throw missing(name) }
    return value
  }

  /// As ``double(_:in:)``, for an option with a default or a required one.
  package func requiredDouble(
    _ name: String, in range: ClosedRange<Double> = -.infinity ... .infinity
  ) throws(CommandFailure) -> Double {
    guard let value = try double(name, in: range) else { throw missing(name) }
    return value
  }

  // MARK: - Failures

  /// A failure about the value of a name, for checks the table cannot make.
  ///
  /// The reason continues the sentence: "must be a date such as 2011-12-09."
  package func invalid(_ name: String, _ reason: String) -> CommandFailure {
    failure(name, value: string(name) ?? "", reason)
  }

  /// A failure about the command line as a whole, with the usage line.
  package func misuse(_ message: String) -> CommandFailure {
    table.usageFailure(message, at: command.path, showsUsage: true)
  }

  private func failure(_ name: String, value: String, _ reason: String) -> CommandFailure {
    let label =
      switch origins[name] {
      case .environment(let variable): "environment variable \(variable)"
      default: isArgument(name) ? name : "'--\(name)'"
      }
    return table.usageFailure(
      "Invalid value \"\(value.printable)\" for \(label): \(reason)", at: command.path)
  }

  private func missing(_ name: String) -> CommandFailure {
    misuse(
      isArgument(name)
        ? "Missing expected argument \(name)." : "Missing required option '--\(name)'.")
  }

  private func bounds(_ least: String?, _ most: String?) -> String {
    switch (least, most) {
    case (let least?, let most?): " between \(least) and \(most)"
    case (let least?, nil): ", at least \(least)"
    case (nil, let most?): ", at most \(most)"
    case (nil, nil): ""
    }
  }

  private func shortest(_ value: Double) -> String {
    value.rounded() == value ? grouped(value, decimals: 0) : value.description
  }

  private func isArgument(_ name: String) -> Bool {
    command.arguments.contains { $0.name == name }
  }

  private func requireDeclared(_ name: String) {
    precondition(
      isArgument(name) || table.options(at: command.path).contains { $0.name == name },
      "'\(command.name)' declares no '\(name)'")
  }
}
