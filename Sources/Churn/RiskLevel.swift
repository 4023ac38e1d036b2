/// How urgent a probability is.
package enum RiskLevel: String, Sendable, Codable {
  case low, medium, high
}
