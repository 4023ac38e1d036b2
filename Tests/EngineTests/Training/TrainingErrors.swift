import Testing

@testable import Engine

/// Expects an error of a code, and returns its message.
@discardableResult
func expect(
  throws code: TrainingError.Code, sourceLocation: SourceLocation = #_sourceLocation,
  _ body: () throws -> some Any
) -> String {
  do {
    _ = try body()
    Issue.record("no error", sourceLocation: sourceLocation)
    return ""
  } catch {
    #expect(code ~= error, "\(error)", sourceLocation: sourceLocation)
    return "\(error)"
  }
}
