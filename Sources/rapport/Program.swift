import Glibc
import Terminal

/// The program: reads the command line, runs a command, says how it went.
enum Program {
  static let version = "0.1.0"

  static func run() -> Never {
    FileOutputStream.ignoreBrokenPipes()
    let words = Array(CommandLine.arguments.dropFirst())
    let console = Console(
      isQuiet: words.contains("--quiet") || words.contains("-q"),
      noColor: words.contains("--no-color"))
    do {
      try run(words, console: console)
      try console.output.finish()
      exit(ExitCode.ok.rawValue)
    } catch {
      let failure = CommandFailure(of: error)
      console.report(failure)
      console.output.flush()
      exit(failure.exitCode.rawValue)
    }
  }

  private static func run(_ words: [String], console: Console) throws {
    let table = CommandTable.rapport
    switch try table.parse(words) {
    case .help(let path):
      console.output.write(table.help(for: path, width: console.width ?? 80, style: console.style))
    case .version:
      console.line("rapport \(version)")
    case .run(let invocation):
      let context = Context(invocation: invocation, console: console)
      guard let command = commands[invocation.command.name] else {
        throw CommandFailure(
          "'\(invocation.command.name)' needs a further word.",
          hint: "See 'rapport \(invocation.command.name) --help'.", exitCode: .usage)
      }
      try command(context)
    }
  }

  /// The commands that do something, for a test to compare with the table.
  static var commandNames: [String] { commands.keys.sorted() }

  /// What each command of the table does.
  private static let commands: [String: @Sendable (Context) throws -> Void] = [
    "init": RecordCommands.create, "import": ImportCommand.run, "train": TrainCommand.run,
    "evaluate": EvaluateCommand.run, "recommend": RecommendCommands.recommend,
    "similar": RecommendCommands.similar,
    "trending": DiscoveryCommands.trending, "popular": DiscoveryCommands.popular,
    "new": DiscoveryCommands.new, "similar-customers": DiscoveryCommands.similarCustomers,
    "churn": ChurnCommand.run, "value": ValueCommand.run,
    "settings list": SettingsCommands.list, "settings set": SettingsCommands.set,
    "settings unset": SettingsCommands.unset, "ask": AskCommand.run, "chat": ChatCommand.run,
    "support stats": SupportCommands.stats, "support history": SupportCommands.history,
    "support resolve": SupportCommands.resolve, "keys create": KeyCommands.create,
    "keys list": KeyCommands.list, "keys revoke": KeyCommands.revoke,
    "serve": ServeCommand.run, "health": HealthCommand.run, "status": RecordCommands.status,
    "models": ModelCommands.list,
    "models rollback": ModelCommands.rollback,
    "experiment start": ExperimentCommands.start, "experiment stop": ExperimentCommands.stop,
    "experiment report": ExperimentCommands.report, "check": MaintenanceCommands.check,
    "rules add": RuleCommands.add, "rules list": RuleCommands.list,
    "rules remove": RuleCommands.remove,
    "support gaps": GapCommands.gaps, "support add": GapCommands.add,
    "support dismiss": GapCommands.dismiss,
    "backup": MaintenanceCommands.backup, "restore": MaintenanceCommands.restore,
    "demo": DemoCommand.run,
    "completions": RecordCommands.completions, "man": RecordCommands.manual,
    "overview": OverviewCommand.run, "customer export": CustomerCommands.export,
    "customer erase": CustomerCommands.erase, "export": ExportCommand.run,
    "retention list": RetentionCommands.list, "retention set": RetentionCommands.set,
    "retention run": RetentionCommands.run,
  ]
}
