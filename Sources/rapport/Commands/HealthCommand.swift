import Terminal

/// `rapport health`.
enum HealthCommand {
  static func run(_ context: Context) throws {
    let invocation = context.invocation
    let port = try invocation.requiredInt("port", in: 1...65_535)
    let seconds = try invocation.requiredInt("timeout", in: 1...60)
    guard let answer = LoopbackProbe.get("/readyz", port: UInt16(port), seconds: seconds) else {
      throw CommandFailure(
        "No server answers on 127.0.0.1:\(port).", hint: "'rapport serve' starts one.",
        exitCode: .unavailable)
    }
    guard answer.status == 200 else {
      throw CommandFailure(
        "The server on 127.0.0.1:\(port) is not ready: \(answer.body)", exitCode: .unavailable)
    }
    context.console.line(answer.body)
  }
}
