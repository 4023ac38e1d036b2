extension Command {
  /// A value known by its place on the command line.
  package struct Argument: Sendable {
    /// The name in capitals, such as `CUSTOMER`.
    package var name: String
    package var help: String
    /// The only values there are; empty when anything goes.
    package var allowed: [String]
    package var isRequired: Bool
    /// Whether it takes all values that are left, as only the last one may.
    package var isRepeating: Bool

    package init(
      _ name: String, help: String, allowed: [String] = [], isRequired: Bool = true,
      isRepeating: Bool = false
    ) {
      self.name = name
      self.help = help
      self.allowed = allowed
      self.isRequired = isRequired
      self.isRepeating = isRepeating
    }

    /// How the usage line shows it: `FILE`, `[FILE]`, `FILE...`.
    var synopsis: String {
      let repeated = isRepeating ? name + "..." : name
      return isRequired ? repeated : "[" + repeated + "]"
    }

    /// The help with the allowed values.
    var fullHelp: String {
      allowed.isEmpty ? help : help + " (" + allowed.joinedAsAlternatives() + ")"
    }
  }
}
