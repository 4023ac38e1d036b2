/// What a network learns from.
package protocol TrainingExample: Sendable {
  /// Adds all that a network reads of the example.
  func add(to fingerprint: inout Fingerprint)
}
