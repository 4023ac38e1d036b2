import Terminal
import Testing

@Suite struct CommandTableDefectsTests {
  private func defects(_ commands: Command...) -> [String] {
    CommandTable(
      program: "shop", version: "1", abstract: "Sell", globalOptions: [.json], commands: commands
    ).defects
  }

  @Test func `contradictions are found`() {
    #expect(
      defects(Command("a", abstract: "One"), Command("a", abstract: "Two.")) == [
        "a: listed twice", "a: the abstract ends with a full stop",
      ])
    #expect(
      defects(Command("keys list", abstract: "List")) == [
        "keys list: the command above it is not listed"
      ])
    #expect(
      defects(Command("keys", abstract: "Keys", isGroup: true)) == [
        "keys: a group without commands"
      ])
    #expect(
      defects(
        Command(
          "a", abstract: "One",
          arguments: [
            Command.Argument("X", help: "", isRequired: false, isRepeating: true),
            Command.Argument("Y", help: ""),
          ],
          options: [
            .json,
            Command.Option("kind", value: "K", help: "", default: "c", allowed: ["a", "b"]),
          ])) == [
          "a: the default of '--kind' is not allowed", "a: option 'json' is listed twice",
          "a: only the last argument may repeat",
          "a: Y is required after an optional argument",
        ])
    #expect(
      defects(
        Command(
          "a", abstract: "One",
          examples: [
            Command.Example("Good", "cat x | shop a -"), Command.Example("Bad", "store a"),
          ])) == ["a: an example does not call shop"])
  }
}
