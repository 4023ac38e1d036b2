import Testing

@testable import Engine

@Suite struct OptimiserTests {
  private static let start: [Float] = [1, -2, 0.5, 0, 3]
  private static let gradients: [[Float]] = [
    [0.1, -0.2, 3, 0, -1e-4], [-0.3, -0.1, 2, 0, 2e-4], [0.2, 0.4, -1, 0, 5e-5],
  ]

  private func slab(_ optimiser: Optimiser, decays: Bool = true) -> (ParameterSlab, Parameter) {
    var layout = ParameterLayout()
    let x = layout.add("x", [5], decays: decays)
    let slab = ParameterSlab(layout, momentCount: optimiser.momentCount)
    slab.set(x, Self.start)
    return (slab, x)
  }

  private func after(
    _ gradients: [[Float]], _ optimiser: Optimiser, rate: Float, decays: Bool = true
  ) -> [Float] {
    let (slab, x) = slab(optimiser, decays: decays)
    for gradient in gradients {
      slab.setGradient(x, gradient)
      optimiser.step(slab, learningRate: rate)
    }
    return slab.tensor(x).values
  }

  // PyTorch: three steps in Double, in Reference/optimisers.py.
  private static let references: [(Optimiser.Rule, rate: Float, decay: Float, [Float])] = [
    (.gradientDescent, 0.1, 0.0, [1.0, -2.01, 0.1, 0.0, 2.999985]),
    (.gradientDescent, 0.1, 0.1, [0.970198, -1.951096, 0.0931195, 0.0, 2.910882]),
    (.momentum(), 0.1, 0.0, [1.0099, -1.9668, -0.593, 0.0, 2.9999841]),
    (.momentum(), 0.1, 0.1, [0.954358, -1.856416, -0.6074405, 0.0, 2.83312092]),
    (.adaGrad(), 0.1, 0.0, [0.941416082, -1.9425658, 0.371256105, 0.0, 2.98873544]),
    (.adaGrad(), 0.1, 0.1, [0.900836611, -1.88134096, 0.369852167, 0.0, 2.7743225]),
    (.rmsProp(), 0.01, 0.0, [0.941252592, -1.94257269, 0.371274713, 0.0, 2.98847014]),
    (.rmsProp(), 0.01, 0.1, [0.900749355, -1.88143079, 0.369862385, 0.0, 2.77385196]),
    (.adam(), 0.1, 0.0, [0.947540222, -1.82741775, 0.247775598, 0.0, 3.02181999]),
    (.adam(), 0.1, 0.1, [0.866653906, -1.75889445, 0.246719447, 0.0, 2.70037568]),
    (.adamW(), 0.1, 0.0, [0.947540222, -1.82741775, 0.247775598, 0.0, 3.02181999]),
    (.adamW(), 0.1, 0.1, [0.919335032, -1.77093793, 0.235885451, 0.0, 2.93109326]),
  ]

  @Test(arguments: references.indices)
  func `three steps agree with PyTorch`(index: Int) {
    let (rule, rate, decay, expected) = Self.references[index]
    let values = after(Self.gradients, Optimiser(rule, weightDecay: decay), rate: rate)
    for (value, wanted) in zip(values, expected) {
      #expect(abs(value - wanted) <= 1e-6 * max(1, abs(wanted)), "\(rule), decay \(decay)")
    }
  }

  private static let rules: [Optimiser.Rule] = [
    .gradientDescent, .momentum(), .adaGrad(), .rmsProp(), .adam(), .adamW(),
  ]

  @Test(arguments: rules)
  func `a parameter that does not decay moves by its gradient alone`(rule: Optimiser.Rule) {
    let plain = after(Self.gradients, Optimiser(rule), rate: 0.1)
    let exempt = after(
      Self.gradients, Optimiser(rule, weightDecay: 0.3), rate: 0.1, decays: false)
    let decayed = after(Self.gradients, Optimiser(rule, weightDecay: 0.3), rate: 0.1)
    #expect(exempt == plain)
    #expect(decayed != plain)
  }

  @Test(arguments: rules)
  func `nothing moves without a gradient and the gaps stay zero`(rule: Optimiser.Rule) {
    #expect(after([[0, 0, 0, 0, 0]], Optimiser(rule), rate: 0.1) == Self.start)
    let (slab, x) = slab(Optimiser(rule, weightDecay: 0.1))
    slab.setGradient(x, Self.gradients[0])
    Optimiser(rule, weightDecay: 0.1).step(slab, learningRate: 0.1)
    #expect((5..<16).allSatisfy { slab.values[$0] == 0 })
    #expect(slab.stepCount == 1)
  }

  @Test(arguments: rules)
  func `a bowl is descended to its bottom`(rule: Optimiser.Rule) {
    let optimiser = Optimiser(rule)
    let (slab, x) = slab(optimiser)
    // AdaGrad's steps shrink by themselves.
    let rate: Float = rule == .adaGrad() ? 1 : 0.1
    for step in 0..<600 {
      slab.setGradient(x, slab.tensor(x).values.map { 2 * ($0 - 1) })
      optimiser.step(slab, learningRate: step < 300 ? rate : rate / 20)
    }
    #expect(slab.tensor(x).values.allSatisfy { abs($0 - 1) < 0.02 }, "\(slab.tensor(x).values)")
  }

  @Test(arguments: rules)
  func `training goes on from a checkpoint bit for bit`(rule: Optimiser.Rule) throws {
    let optimiser = Optimiser(rule, weightDecay: 0.01)
    let (first, x) = slab(optimiser)
    let (second, _) = slab(optimiser)
    first.setGradient(x, Self.gradients[0])
    optimiser.step(first, learningRate: 0.1)
    var checkpoint = Checkpoint(kind: "test")
    first.save(to: &checkpoint, resumable: true)
    try second.load(from: checkpoint, resumable: true)
    for slab in [first, second] {
      slab.setGradient(x, Self.gradients[1])
      optimiser.step(slab, learningRate: 0.1)
    }
    #expect(second.tensor(x) == first.tensor(x))
  }

  // PyTorch: clip_grad_norm_, in Reference/optimisers.py.
  @Test func `gradients are clipped by their norm together`() {
    let (slab, x) = slab(Optimiser(.gradientDescent))
    slab.setGradient(x, Self.gradients[0])
    #expect(abs(slab.clipGradients(toNorm: 0.5) - 3.0083218) < 1e-6)
    let expected: [Float] = [0.01662056, -0.03324112, 0.4986167, 0.0, -1.662056e-05]
    for (value, wanted) in zip(slab.gradient(x).values, expected) {
      #expect(abs(value - wanted) < 1e-6)
    }
    let clipped = slab.gradient(x)
    #expect(abs(slab.clipGradients(toNorm: 1) - 0.5) < 1e-6)
    #expect(slab.gradient(x) == clipped)
  }

  @Test func `a norm over many blocks is the plain one, and NaN shows in it`() {
    var layout = ParameterLayout()
    let x = layout.add("x", [5003])
    let slab = ParameterSlab(layout)
    var generator = SplitMix64(seed: 9)
    let numbers = (0..<5003).map { _ in Float(generator.normal()) }
    slab.setGradient(x, numbers)
    let expected = numbers.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
    #expect(abs(slab.gradientNorm - expected) < 1e-5 * expected)
    slab.setGradient(x, [Float](repeating: .nan, count: 5003))
    #expect(slab.clipGradients(toNorm: 1).isNaN)
  }

  @Test(arguments: rules)
  func `threads change no bit of a step nor of a clipped gradient`(rule: Optimiser.Rule) {
    let optimiser = Optimiser(rule, weightDecay: 0.01)
    func run(threads: Int) -> [Float] {
      var layout = ParameterLayout()
      let parameters = [
        layout.add("a", [70_001]), layout.add("b", [33], decays: false), layout.add("c", [20_000]),
      ]
      let slab = ParameterSlab(layout, momentCount: optimiser.momentCount)
      for step in 0..<3 {
        for (index, parameter) in parameters.enumerated() {
          slab.setGradient(parameter, normals(parameter.count, seed: UInt64(10 * step + index)))
        }
        slab.clipGradients(toNorm: 5, threads: threads)
        optimiser.step(slab, learningRate: 0.1, threads: threads)
      }
      return parameters.flatMap { slab.tensor($0).values }
    }
    let alone = run(threads: 1)
    #expect(run(threads: 2) == alone && run(threads: 5) == alone)
  }
}
