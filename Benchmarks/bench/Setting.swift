import Evaluation
import FoundationEssentials
import Glibc
import Ingest
import Service
import Storage
import Terminal

/// Where a run finds its data and programs, and where it writes.
struct Setting {
  /// The folder that holds Package.swift.
  let root: String
  let workspace: Workspace
  let console: Console
  private let data: String
  private let programs: String

  init(data: String?, workspace: Workspace, console: Console) throws(CommandFailure) {
    self.workspace = workspace
    self.console = console
    programs = try Self.folder(of: Self.ownPath())
    var folder = programs
    while access("\(folder)/Package.swift", F_OK) != 0 {
      guard folder.contains("/") else {
        throw CommandFailure(
          "No Package.swift above \(programs).",
          hint: "Run it from the package: swift run -c release bench", exitCode: .noInput)
      }
      folder = Self.folder(of: folder)
    }
    root = folder
    self.data =
      data ?? environmentVariable("RAPPORT_DATA") ?? "\(Self.folder(of: root))/shared/data"
  }

  /// Says what is going on to whoever watches.
  func say(_ text: String) { console.note(text) }

  /// Says how a report was made and what a reader must know.
  func say(_ report: EvaluationReport, of subject: String) {
    say("\(subject): \(report.protocol).")
    for note in report.notes { say("  \(note)") }
  }

  /// The path of a data set, or nil, which is said, where it is absent.
  func path(of file: DataFile) -> String? {
    let path = "\(data)/\(file.rawValue)"
    guard access(path, R_OK) == 0 else {
      say("Not measured, as it is absent: \(path)")
      return nil
    }
    return path
  }

  /// The path of this program.
  var ownProgram: String { "\(programs)/bench" }

  func seedFile(_ name: String) -> String { "\(root)/seed-data/\(name)" }

  /// Runs the `rapport` built beside this program.
  ///
  /// - Parameters:
  ///   - arguments: its words.
  ///   - cores: how many cores it may use; nil for all.
  /// - Returns: the time and memory it took.
  /// - Throws: where it is not there or fails.
  @discardableResult
  func rapport(_ arguments: [String], cores: Int? = nil) throws(CommandFailure) -> ChildProcess {
    let program = "\(programs)/rapport"
    guard access(program, X_OK) == 0 else {
      throw CommandFailure(
        "There is no \(program) to measure.", hint: "Build it first: swift build -c release",
        exitCode: .unavailable)
    }
    let messages = workspace.file("messages")
    guard let cores else { return try ChildProcess.run(program, arguments, scratch: messages) }
    let list = Machine.allowedCores.prefix(cores).map(String.init).joined(separator: ",")
    return try ChildProcess.run(
      "taskset", ["--cpu-list", list, program] + arguments, scratch: messages)
  }

  /// Unpacks a gzip file into the workspace.
  func unpacked(_ path: String, as name: String) throws(CommandFailure) -> String {
    let output = workspace.file(name)
    try ChildProcess.run("zcat", [path], output: output, scratch: workspace.file("messages"))
    return output
  }

  /// Runs a closure on a new database that is removed afterwards.
  func withShop<Result>(_ body: (Rapport) throws -> Result) throws -> Result {
    let name = "quality.db"
    let rapport = Rapport(store: try Store.create(at: workspace.file(name)))
    defer {
      rapport.close()
      workspace.removeDatabase(name)
    }
    return try body(rapport)
  }

  private static func ownPath() throws(CommandFailure) -> String {
    do {
      return try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    } catch {
      throw CommandFailure("/proc/self/exe cannot be read: \(error).", exitCode: .internal)
    }
  }

  private static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
  }
}
