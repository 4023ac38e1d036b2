/// A rule that moves parameters against their gradients.
package struct Optimiser: Sendable, Hashable {
  /// The rule, by the names and with the defaults of the literature.
  package enum Rule: Sendable, Hashable {
    /// x ← x − η·g.
    case gradientDescent
    /// v ← μ·v + g, x ← x − η·v.
    ///
    /// - Source: B. T. Polyak 1964, "Some methods of speeding up the convergence
    ///   of iteration methods", USSR Comput. Math. Math. Phys. 4(5), in the form
    ///   whose velocity is free of the learning rate.
    case momentum(_ factor: Float = 0.9)
    /// s ← s + g², x ← x − η·g / (√s + ε).
    ///
    /// - Source: J. Duchi, E. Hazan & Y. Singer 2011, "Adaptive Subgradient
    ///   Methods", JMLR 12, the diagonal case.
    case adaGrad(epsilon: Float = 1e-10)
    /// s ← ρ·s + (1 − ρ)·g², x ← x − η·g / (√s + ε).
    ///
    /// - Source: T. Tieleman & G. Hinton 2012, "Neural Networks for Machine
    ///   Learning", lecture 6.5.
    case rmsProp(smoothing: Float = 0.99, epsilon: Float = 1e-8)
    /// Averages of g and g², both corrected for their start at zero.
    ///
    /// - Source: D. P. Kingma & J. Ba 2015, "Adam", ICLR, algorithm 1.
    case adam(first: Float = 0.9, second: Float = 0.999, epsilon: Float = 1e-8)
    /// Adam with a weight decay that bypasses the averages.
    ///
    /// - Source: I. Loshchilov & F. Hutter 2019, "Decoupled Weight Decay
    ///   Regularization", ICLR, algorithm 2.
    case adamW(first: Float = 0.9, second: Float = 0.999, epsilon: Float = 1e-8)
  }

  package let rule: Rule
  /// The decay λ of parameters that decay: AdamW takes η·λ·x off them, every
  /// other rule adds λ·x to the gradient.
  package let weightDecay: Float

  /// Creates a rule.
  ///
  /// - Precondition: factors of averages lie in [0, 1), epsilons and decay are
  ///   not negative.
  package init(_ rule: Rule, weightDecay: Float = 0) {
    switch rule {
    case .gradientDescent: break
    case .momentum(let factor): Self.check([factor], epsilon: 0)
    case .adaGrad(let epsilon): Self.check([], epsilon: epsilon)
    case .rmsProp(let smoothing, let epsilon): Self.check([smoothing], epsilon: epsilon)
    case .adam(let first, let second, let epsilon), .adamW(let first, let second, let epsilon):
      Self.check([first, second], epsilon: epsilon)
    }
    precondition(
      weightDecay >= 0 && weightDecay.isFinite, "optimiser: a weight decay of \(weightDecay)")
    self.rule = rule
    self.weightDecay = weightDecay
  }

  /// The moments a slab must keep for the rule.
  package var momentCount: Int {
    switch rule {
    case .gradientDescent: 0
    case .momentum, .adaGrad, .rmsProp: 1
    case .adam, .adamW: 2
    }
  }

  private static func check(_ factors: [Float], epsilon: Float) {
    precondition(
      factors.allSatisfy { $0 >= 0 && $0 < 1 } && epsilon >= 0 && epsilon.isFinite,
      "optimiser: factors \(factors) not in [0, 1) or epsilon \(epsilon)")
  }
}
