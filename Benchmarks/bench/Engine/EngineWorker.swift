import Engine
import Service
import Terminal

/// One case, measured whenever a line of the standard input asks for it.
///
/// `Benchmarks/peers/compare` asks this side and its peer in turn.
enum EngineWorker {
  private struct Ready: Encodable {
    let unit: String
    let unitsPerSecond: Double
    let blasCore: String
    let kernels: String
    let machine: String
  }

  private struct Timing: Encodable { let seconds: Double }

  private struct Figures: Encodable { let figures: [Value] }

  private struct Value: Encodable {
    let name: String
    let value: Double
    let unit: String
  }

  static func run(_ name: EngineCaseName, folder: ArrayFolder, setting: Setting) throws {
    var measured = try name.prepared(in: folder, setting: setting)
    try answer(
      Ready(
        unit: name.unit.name, unitsPerSecond: name.unit.perSecond,
        blasCore: LinearAlgebra.processorKernels, kernels: "\(Kernels.level)",
        machine: Machine.header(root: setting.root)),
      setting)
    while let line = readLine() {
      switch line {
      case "seconds": try answer(Timing(seconds: try measured.seconds()), setting)
      case "figures":
        let figures = try measured.figures().map {
          Value(name: $0.name, value: $0.value, unit: $0.unit)
        }
        try answer(Figures(figures: figures), setting)
      default:
        throw CommandFailure("'\(line)' is no request.", exitCode: .dataError)
      }
    }
  }

  private static func answer(_ value: some Encodable, _ setting: Setting) throws {
    setting.console.output.write(bytes: try JSONText.encode(value))
    setting.console.line()
    setting.console.output.flush()
  }
}
