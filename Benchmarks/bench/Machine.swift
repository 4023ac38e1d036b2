import Engine
import FoundationEssentials
import Terminal

/// What the figures were taken on.
enum Machine {
  /// One line: processor, cores, BLAS kernels, commit, load.
  static func header(root: String) -> String {
    let processor = value(of: "model name", in: "/proc/cpuinfo") ?? "unknown processor"
    let load = text(of: "/proc/loadavg").split(separator: " ").prefix(3).joined(separator: " ")
    return "\(processor); \(allowedCores.count) cores; OpenBLAS core "
      + "\(LinearAlgebra.processorKernels); kernels \(Kernels.level); commit \(commit(root: root)); load average \(load)"
  }

  /// Settings under which the figures would not be those of a plain start.
  static var warnings: [String] {
    ["OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "OPENBLAS_NUM_THREADS"].compactMap { name in
      environmentVariable(name).map { "\(name)=\($0) is set: unset it to measure what ships." }
    }
  }

  /// The numbers of the cores this process may run on, in order.
  static var allowedCores: [Int] {
    (value(of: "Cpus_allowed_list", in: "/proc/self/status") ?? "").split(separator: ",")
      .flatMap { range in
        let ends = range.split(separator: "-").compactMap { Int($0.filter(\.isNumber)) }
        guard let first = ends.first, let last = ends.last, first <= last else { return [Int]() }
        return Array(first...last)
      }
  }

  /// The greatest resident size of this process until now.
  static var peakMegabytes: Double {
    let text = value(of: "VmHWM", in: "/proc/self/status") ?? ""
    return (Double(text.filter(\.isNumber)) ?? .nan) * 1024 / 1e6
  }

  private static func commit(root: String) -> String {
    guard let workspace = try? Workspace() else { return "unknown" }
    defer { workspace.remove() }
    let output = workspace.file("commit")
    let arguments = ["-C", root, "describe", "--always", "--dirty"]
    guard
      (try? ChildProcess.run(
        "git", arguments, output: output, scratch: workspace.file("messages"))) != nil
    else { return "unknown" }
    return String(text(of: output).prefix { !$0.isNewline })
  }

  private static func value(of field: String, in path: String) -> String? {
    let line = text(of: path).split(separator: "\n").first { $0.hasPrefix(field) }
    guard let line, let colon = line.firstIndex(of: ":") else { return nil }
    return String(line[line.index(after: colon)...].drop { $0.isWhitespace })
  }

  private static func text(of path: String) -> String {
    String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
  }
}
