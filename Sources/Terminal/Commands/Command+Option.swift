extension Command {
  /// A value or a switch known by its name.
  package struct Option: Sendable {
    /// The name without its dashes: `limit` for `--limit`.
    package var name: String
    /// The letter after a single dash, where there is one.
    package var short: Character?
    /// The placeholder of the value; `nil` makes it a flag.
    package var valueName: String?
    package var help: String
    package var defaultValue: String?
    /// The environment variable read when the option is not given.
    package var environment: String?
    /// The only values there are; empty when anything goes.
    package var allowed: [String]
    package var isRequired: Bool
    package var isRepeating: Bool
    /// Whether help and completions leave it out.
    package var isHidden: Bool

    /// Creates an option that takes a value.
    package init(
      _ name: String, short: Character? = nil, value: String, help: String,
      default defaultValue: String? = nil, environment: String? = nil, allowed: [String] = [],
      isRequired: Bool = false, isRepeating: Bool = false, isHidden: Bool = false
    ) {
      self.name = name
      self.short = short
      self.valueName = value
      self.help = help
      self.defaultValue = defaultValue
      self.environment = environment
      self.allowed = allowed
      self.isRequired = isRequired
      self.isRepeating = isRepeating
      self.isHidden = isHidden
    }

    /// Creates a flag.
    package init(
      flag name: String, short: Character? = nil, help: String, isHidden: Bool = false
    ) {
      self.init(name, short: short, value: "", help: help, isHidden: isHidden)
      valueName = nil
    }

    package static let json = Option(flag: "json", help: "Print JSON instead of text")
    package static let quiet = Option(
      flag: "quiet", short: "q", help: "Print the result only: no notes, no progress")
    package static let noColor = Option(flag: "no-color", help: "Print without colours")
    package static let help = Option(flag: "help", short: "h", help: "Show this help")
    package static let version = Option(flag: "version", help: "Show the version")

    var isFlag: Bool { valueName == nil }

    /// How it is typed: `--limit N`, `--json`.
    var synopsis: String { valueName.map { "--\(name) \($0)" } ?? "--" + name }

    /// How the list of options shows it: `-q, --quiet`.
    var label: String { short.map { "-\($0), " + synopsis } ?? synopsis }

    /// The help with allowed values, default and environment variable.
    var fullHelp: String {
      var notes: [String] = []
      if !allowed.isEmpty { notes.append(allowed.joinedAsAlternatives()) }
      if let defaultValue { notes.append("default: " + defaultValue) }
      if let environment { notes.append("environment: " + environment) }
      if isRequired { notes.append("required") }
      if isRepeating { notes.append("repeatable") }
      return notes.isEmpty ? help : help + " (" + notes.joined(separator: "; ") + ")"
    }
  }
}
