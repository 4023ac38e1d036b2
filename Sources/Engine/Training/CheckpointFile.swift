/// Where and how often a training writes what it needs to go on.
package struct CheckpointFile: Sendable, Hashable {
  package let path: String
  /// The updates from one writing to the next.
  package let everySteps: Int

  package init(path: String, everySteps: Int) {
    precondition(everySteps > 0, "checkpoint file: every \(everySteps) steps")
    self.path = path
    self.everySteps = everySteps
  }
}
