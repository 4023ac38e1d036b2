import FoundationEssentials
import Glibc
import Testing

@testable import Terminal

@Suite struct CompletionTests {
  let table = CommandTable.sample

  /// Runs a shell command and returns what it prints and its exit status.
  private func shell(_ command: String) -> (output: String, status: Int32) {
    guard let pipe = popen(command + " 2>&1", "r") else { return ("", -1) }
    var bytes: [UInt8] = []
    while case let byte = fgetc(pipe), byte != EOF { bytes.append(UInt8(truncatingIfNeeded: byte)) }
    return (String(decoding: bytes, as: UTF8.self), pclose(pipe))
  }

  private func withScript<Result>(
    for kind: Shell, _ body: (String) throws -> Result
  ) throws -> Result {
    let path = "/tmp/terminal-tests-\(UUID().uuidString).\(kind.rawValue)"
    try table.completionScript(for: kind).write(toFile: path, atomically: false, encoding: .utf8)
    defer { unlink(path) }
    return try body(path)
  }

  @Test(arguments: [(Shell.bash, "bash -n"), (.zsh, "zsh -n"), (.fish, "fish --no-execute")])
  func `each script is correct in its shell, where that is installed`(
    kind: Shell, check: String
  ) throws {
    guard shell("command -v \(kind.rawValue)").status == 0 else { return }
    try withScript(for: kind) { path in
      let result = shell("\(check) \(path)")
      #expect(result.status == 0, "\(result.output)")
    }
  }

  @Test(arguments: [
    ("shop ''", "init import recommend train models keys"),
    ("shop im", "import"),
    ("shop --db x.db ''", "init import recommend train models keys"),
    ("shop --db im", ""),
    ("shop import ''", "customers products sales"),
    ("shop import s", "sales"),
    ("shop import --format ''", "csv tsv jsonl"),
    ("shop import --format = j", "jsonl"),
    ("shop import --format =", "csv tsv jsonl"),
    ("shop import --format csv c", "customers"),
    ("shop import --o", "--offset"),
    ("shop import --", "--format --map --offset --db --json --quiet --help --version"),
    ("shop models ''", "rollback"),
    ("shop models --json r", "rollback"),
    ("shop keys l", "list"),
    ("shop train churn s", "support"),
    ("shop init ''", ""),
    ("shop recommend -", "--limit -n --explain -e --db --json --quiet -q --help -h --version"),
  ])
  func `bash offers what fits`(line: String, offers: String) throws {
    let found = try withScript(for: .bash) { path in
      let call =
        "source \(path); COMP_WORDS=(\(line)); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); "
        + "cd /; _shop; echo \"${COMPREPLY[*]}\""
      return shell("bash --norc -c \(shellQuoted(call))").output
    }
    #expect(found == offers + "\n")
  }

  @Test func `bash offers files where a file is due`() throws {
    for line in ["shop import sales usr", "shop --db usr"] {
      let found = try withScript(for: .bash) { path in
        let call =
          "source \(path); COMP_WORDS=(\(line)); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); "
          + "cd /; _shop; echo \"${COMPREPLY[*]}\""
        return shell("bash --norc -c \(shellQuoted(call))").output
      }
      #expect(found == "usr\n", "\(line)")
    }
  }

  @Test func `zsh and fish scripts hold every visible command and option`() {
    let zsh = table.completionScript(for: .zsh)
    let fish = table.completionScript(for: .fish)
    #expect(zsh.hasPrefix("#compdef shop\n"))
    for command in table.commands where !command.isHidden {
      #expect(zsh.contains("'\(command.path.last ?? ""):\(command.abstract)'"))
      #expect(fish.contains(" -a '\(command.path.last ?? "")' -d '\(command.abstract)'"))
      for option in command.options where !option.isHidden {
        #expect(zsh.contains("'--\(option.name):\(option.help)'"))
        #expect(fish.contains(" -l \(option.name) "))
      }
    }
    #expect(!zsh.contains("'debug:"))
    #expect(!fish.contains("-a 'debug'"))
    #expect(fish.contains("The customer") == false)
    #expect(shellQuoted("it's") == "'it'\\''s'")
  }
}
