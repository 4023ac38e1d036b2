/// One command as data: what it is called, takes and does.
///
/// Parser, help, shell completions and the reference page all read it, so that
/// none of them can contradict another.
package struct Command: Sendable {
  /// A command line worth copying, and what it is for.
  package struct Example: Equatable, Sendable {
    package var text: String
    package var command: String

    package init(_ text: String, _ command: String) {
      self.text = text
      self.command = command
    }
  }

  /// The words that call it: `["models", "rollback"]`.
  package var path: [String]
  /// The heading that it stands under in the list of commands.
  package var section: String
  /// One line without a full stop, for lists.
  package var abstract: String
  /// Paragraphs separated by empty lines; indented lines are kept as they are.
  package var discussion: String
  package var examples: [Example]
  package var arguments: [Argument]
  package var options: [Option]
  /// Whether the word only gathers the commands below it.
  package var isGroup: Bool
  /// Whether help and completions leave it out.
  package var isHidden: Bool

  /// Creates a command that is called by the words of `path`, separated by
  /// spaces.
  package init(
    _ path: String, section: String = "Commands", abstract: String, discussion: String = "",
    examples: [Example] = [], arguments: [Argument] = [], options: [Option] = [],
    isGroup: Bool = false, isHidden: Bool = false
  ) {
    self.path = path.split(separator: " ").map(String.init)
    self.section = section
    self.abstract = abstract
    self.discussion = discussion
    self.examples = examples
    self.arguments = arguments
    self.options = options
    self.isGroup = isGroup
    self.isHidden = isHidden
  }

  /// The words that call it, separated by spaces.
  package var name: String { path.joined(separator: " ") }
}
