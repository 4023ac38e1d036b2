import Engine
import FoundationEssentials
import Models
import Terminal

/// Implicit ALS of 64 dimensions on a power law of interactions.
///
/// The objective is that of `implicit` with α = 2 and a regularisation of 0.05:
/// with a weight of 1 for pairs not observed and confidences of α − 1, ŷ = xy / α
/// turns one into the other up to a factor and a constant. The penalties agree
/// but for their growth with a row's frequency, which a weight of 1 makes small.
struct ALSCase: EngineCase {
  struct Size {
    let users: Int
    let items: Int
    let interactions: Int
    /// How unequal customers and items are, as `SparseMatrix.powerLaw` takes it.
    let spreads: (rows: Double, columns: Double)
    /// Iterations after which both sides report their loss.
    let lossIterations: Int
    /// Timed iterations.
    let iterations: Int
    let measuresMemory: Bool

    /// As many customers and items as in MovieLens 1M, about as unequal.
    static let million = Size(
      users: 6_040, items: 3_706, interactions: 1_000_000, spreads: (50, 50),
      lossIterations: 10, iterations: 10, measuresMemory: false)
    /// The same as in MovieLens 20M.
    static let twentyMillion = Size(
      users: 138_493, items: 26_744, interactions: 20_000_000, spreads: (400, 500),
      lossIterations: 3, iterations: 2, measuresMemory: true)
  }

  private static let alpha = 2.0
  private static let regularization = 0.05

  private let size: Size
  private let solver: ImplicitALS.Solver
  private let interactions: SparseMatrix
  private let folder: ArrayFolder
  private let setting: Setting

  init(
    _ size: Size, _ solver: ImplicitALS.Solver, _ folder: ArrayFolder, _ setting: Setting
  ) throws {
    self.size = size
    self.solver = solver
    self.folder = folder
    self.setting = setting
    interactions = .powerLaw(
      rows: size.users, columns: size.items, entries: size.interactions,
      spreads: size.spreads, seed: 1)
    try interactions.write(to: folder)
    try folder.write(
      [Int32(size.lossIterations), Int32(size.iterations)], shape: [2], as: "iterations")
  }

  func seconds() throws -> Double {
    // The difference leaves out what is done once: checks, transposing, start values.
    let short = try seconds(iterations: 1)
    let long = try seconds(iterations: 1 + size.iterations)
    return (long - short) / Double(size.iterations)
  }

  func figures() throws -> [Figure] {
    var loss = 0.0
    _ = try ImplicitALS.fit(
      interactions, configuration: Self.configuration(size.lossIterations, solver, interactions)
    ) { _, value in loss = value }
    let count = Double(interactions.entryCount)
    let pairs = Double(interactions.rowCount) * Double(interactions.columnCount)
    let total = 4 * loss - 2 * count
    var figures = [Figure("loss", total / (Self.alpha * count + pairs - count))]
    if size.measuresMemory && solver == .conjugateGradient { figures += try memoryFigures() }
    return figures
  }

  private func seconds(iterations: Int) throws -> Double {
    try elapsedSeconds {
      _ = try ImplicitALS.fit(
        interactions, configuration: Self.configuration(iterations, solver, interactions))
    }
  }

  private static func configuration(
    _ iterations: Int, _ solver: ImplicitALS.Solver, _ interactions: SparseMatrix
  ) -> ImplicitALS.Configuration {
    let pairs = Double(interactions.rowCount) * Double(interactions.columnCount)
    return ImplicitALS.Configuration(
      dimension: 64, iterations: iterations,
      regularization: regularization / alpha / pairs.squareRoot(), unobservedWeight: 1,
      solver: solver, conjugateGradientSteps: 3, seed: 1, threads: EngineCaseName.threads)
  }

  /// Fits in a process of its own, whose memory nothing else has raised.
  private func memoryFigures() throws -> [Figure] {
    let output = setting.workspace.file("memory")
    try ChildProcess.run(
      setting.ownProgram,
      ["engine", EngineCaseName.alsGradient20M.rawValue, "--memory-of", folder.path],
      output: output, scratch: setting.workspace.file("messages"))
    let text = String(
      decoding: FileManager.default.contents(atPath: output) ?? Data(), as: UTF8.self)
    guard let peak = Double(text.filter { !$0.isWhitespace }) else {
      throw CommandFailure("No peak memory in '\(text)'.", exitCode: .internal)
    }
    let matrix = 8 * Double(interactions.entryCount + interactions.rowCount)
    let factors = 256 * Double(interactions.rowCount + interactions.columnCount)
    return [
      Figure("peak memory", peak, unit: "MB"),
      Figure(
        "peak memory ÷ (interactions + factors)", peak * 1e6 / (matrix + factors), unit: "times"),
      Figure(
        "peak memory ÷ (interactions by user and by item + factors)",
        peak * 1e6 / (2 * matrix + factors), unit: "times"),
    ]
  }

  /// Fits the interactions of a folder and returns this process' peak memory in MB.
  static func peakMemory(of folder: ArrayFolder) throws -> Double {
    let sizes = try folder.read("shape", of: Int32.self)
    let offsets = try folder.read("offsets", of: Int32.self).map { Int($0) }
    let interactions = SparseMatrix.ones(
      offsets: offsets, columns: try folder.read("columns", of: Int32.self),
      columnCount: Int(sizes[1]))
    _ = try ImplicitALS.fit(
      interactions, configuration: configuration(2, .conjugateGradient, interactions))
    return Machine.peakMegabytes
  }
}
