import Glibc
import Service
import Terminal

/// Measures what was asked for and prints it; nothing is asserted.
enum BenchProgram {
  static func run() -> Never {
    FileOutputStream.ignoreBrokenPipes()
    let console = Console()
    do {
      let arguments = try BenchArguments(Array(CommandLine.arguments.dropFirst()))
      if arguments.wantsHelp {
        console.output.write(BenchArguments.help)
      } else if let folder = arguments.memoryFolder {
        for peak in try arguments.engineCases[0].peakMemory(of: ArrayFolder(path: folder)) {
          console.line("\(peak)")
        }
      } else {
        try measure(arguments, console: console)
      }
      try console.output.finish()
      exit(ExitCode.ok.rawValue)
    } catch {
      let failure = error as? CommandFailure ?? CommandFailure("\(error)", exitCode: .internal)
      console.report(failure)
      console.output.flush()
      exit(failure.exitCode.rawValue)
    }
  }

  private static func measure(_ arguments: BenchArguments, console: Console) throws {
    let workspace = try Workspace()
    defer { workspace.remove() }
    Interruption.listen {
      ChildProcess.endRunning()
      workspace.remove()
      _exit(ExitCode.interrupted.rawValue)
    }
    let setting = try Setting(
      data: arguments.data, workspace: workspace, console: console)
    setting.say(Machine.header(root: setting.root))
    for warning in Machine.warnings { console.warn(warning) }
    if let folder = arguments.workerFolder {
      return try EngineWorker.run(
        arguments.engineCases[0], folder: ArrayFolder(path: folder), setting: setting)
    }
    var rows: [Row] = []
    // The service comes first: a child's peak memory includes that of its parent
    // at the time it was started.
    for suite in Suite.allCases where arguments.suites.contains(suite) {
      rows += try suite.run(setting, arguments)
    }
    rows = rows.map { $0.judged(among: rows) }
    if arguments.isJSON {
      console.output.write(bytes: try JSONText.encode(rows, pretty: true))
      console.line()
    } else {
      console.table(Row.table(of: rows))
    }
  }
}

/// What can be measured.
enum Suite: String, CaseIterable {
  case service
  case recommender = "quality recommender"
  case churn = "quality churn"
  case support = "quality support"
  case engine

  func run(_ setting: Setting, _ arguments: BenchArguments) throws -> [Row] {
    switch self {
    case .service: try ServiceBenchmark(setting).rows()
    case .recommender: try RecommenderQuality.rows(setting)
    case .churn: try ChurnQuality.rows(setting)
    case .support: try SupportQuality.rows(setting, isQuick: arguments.isQuick)
    case .engine: try EngineBenchmark.rows(arguments.engineCases, setting)
    }
  }
}
