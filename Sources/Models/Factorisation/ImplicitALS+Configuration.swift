import Engine
import Glibc

extension ImplicitALS {
  /// How to fit.
  package struct Configuration: Sendable, Hashable {
    /// The penalty exponent and block size that are not written down.
    package static let proportional = 1.0
    package static let usualBlock = 64

    /// The length of the factor vectors.
    package var dimension: Int
    /// Sweeps over users and items.
    package var iterations: Int
    /// λ, per unit of a row's frequency to the power of `penaltyExponent`.
    package var regularization: Double
    /// α₀, the weight of pairs that were not observed.
    package var unobservedWeight: Double
    /// ν, how the penalty grows with a row's frequency: 0 not at all, 1 in proportion.
    package var penaltyExponent: Double
    package var solver: Solver
    /// Conjugate gradient steps for each row and sweep.
    package var conjugateGradientSteps: Int
    /// The elements of a vector that `blocks` solves for at once.
    package var blockSize: Int
    package var seed: UInt64
    /// Does not change the result.
    package var threads: Int

    package init(
      dimension: Int = 64, iterations: Int = 15, regularization: Double = 0.003,
      unobservedWeight: Double = 0.1, penaltyExponent: Double = Self.proportional,
      solver: Solver = .conjugateGradient, conjugateGradientSteps: Int = 3,
      blockSize: Int = Self.usualBlock, seed: UInt64 = 1, threads: Int = Parallel.coreCount
    ) {
      self.dimension = dimension
      self.iterations = iterations
      self.regularization = regularization
      self.unobservedWeight = unobservedWeight
      self.penaltyExponent = penaltyExponent
      self.solver = solver
      self.conjugateGradientSteps = conjugateGradientSteps
      self.blockSize = blockSize
      self.seed = seed
      self.threads = threads
    }
  }
}

extension ImplicitALS.Configuration {
  /// λ·(n + α₀·N)^ν: the penalty of a row with n of N possible entries.
  func penaltyWeight(entries: Int, of possible: Int) -> Double {
    let frequency = Double(entries) + unobservedWeight * Double(possible)
    return penaltyExponent == 1
      ? regularization * frequency : regularization * pow(frequency, penaltyExponent)
  }
}

extension ImplicitALS.Configuration: Codable {
  private enum CodingKeys: CodingKey {
    case dimension, iterations, regularization, unobservedWeight, penaltyExponent, solver
    case conjugateGradientSteps, blockSize, seed, threads
  }

  /// Reads a configuration; what is missing has its usual value.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    dimension = try values.decode(Int.self, forKey: .dimension)
    iterations = try values.decode(Int.self, forKey: .iterations)
    regularization = try values.decode(Double.self, forKey: .regularization)
    unobservedWeight = try values.decode(Double.self, forKey: .unobservedWeight)
    penaltyExponent =
      try values.decodeIfPresent(Double.self, forKey: .penaltyExponent) ?? Self.proportional
    solver =
      try values.decodeIfPresent(ImplicitALS.Solver.self, forKey: .solver) ?? .conjugateGradient
    conjugateGradientSteps = try values.decode(Int.self, forKey: .conjugateGradientSteps)
    blockSize = try values.decodeIfPresent(Int.self, forKey: .blockSize) ?? Self.usualBlock
    seed = try values.decode(UInt64.self, forKey: .seed)
    threads = try values.decode(Int.self, forKey: .threads)
  }

  /// Writes a configuration, without the usual penalty exponent and block size,
  /// so that one of the usual settings reads the same everywhere.
  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(dimension, forKey: .dimension)
    try values.encode(iterations, forKey: .iterations)
    try values.encode(regularization, forKey: .regularization)
    try values.encode(unobservedWeight, forKey: .unobservedWeight)
    if penaltyExponent != Self.proportional {
      try values.encode(penaltyExponent, forKey: .penaltyExponent)
    }
    try values.encode(solver, forKey: .solver)
    try values.encode(conjugateGradientSteps, forKey: .conjugateGradientSteps)
    if blockSize != Self.usualBlock { try values.encode(blockSize, forKey: .blockSize) }
    try values.encode(seed, forKey: .seed)
    try values.encode(threads, forKey: .threads)
  }
}
