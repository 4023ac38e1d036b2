import FoundationEssentials
import Terminal

/// The speed of the engine alone, for a look without its peers.
enum EngineBenchmark {
  private static let repeats = 5

  static func rows(_ cases: [EngineCaseName], _ setting: Setting) throws -> [Row] {
    var rows: [Row] = []
    for name in cases {
      setting.say("Measuring \(name.rawValue).")
      let folder = ArrayFolder(path: setting.workspace.file(name.rawValue))
      try FileManager.default.createDirectory(
        atPath: folder.path, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(atPath: folder.path) }
      var measured = try name.prepared(in: folder, setting: setting)
      _ = try measured.seconds()
      let unit = name.unit
      var times: [Double] = []
      for _ in 0..<repeats { times.append(try measured.seconds() * unit.perSecond) }
      let title = "engine/\(name.rawValue)"
      rows.append(Row(title, "median", Sample(times), unit: unit.name))
      rows += try measured.figures().map { Row(title, $0.name, $0.value, unit: $0.unit) }
    }
    return rows
  }
}
