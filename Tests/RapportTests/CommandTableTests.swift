import Terminal
import Testing

@testable import rapport

@Suite struct CommandTableTests {
  @Test func `the table of commands has no defects`() {
    #expect(CommandTable.rapport.defects == [])
  }

  @Test func `every command of the table does something`() {
    let commands = CommandTable.rapport.commands.filter { !$0.isGroup }
    #expect(Program.commandNames == commands.map(\.name).sorted())
  }

  @Test(arguments: CommandTable.rapport.commands.map(\.name))
  func `every command has help`(name: String) throws {
    let help = try Running(name.split(separator: " ").map(String.init) + ["--help"]).finish()
    #expect(help.code == 0)
    #expect(
      help.output.contains("Usage: rapport \(name)") || help.output.contains("rapport \(name)"))
    #expect(help.errors.isEmpty)
  }

  @Test func `help and version of the program itself`() throws {
    for words in [["--help"], ["help"], ["-h"]] {
      #expect(try Running(words).finish().code == 0)
    }
    #expect(try rapport("--version").output == "rapport \(Program.version)\n")
  }

  @Test(arguments: Shell.allCases.map(\.rawValue))
  func `completions of each shell name the commands`(shell: String) throws {
    let script = try rapport("completions", shell)
    #expect(script.code == 0)
    #expect(script.output.contains("recommend"))
  }
}
