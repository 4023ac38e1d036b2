import Testing

@testable import Engine

@Suite struct ParameterSlabTests {
  private struct Sample {
    let weight, bias, empty, table: Parameter
    let slab: ParameterSlab

    init(momentCount: Int = 2, tableRows: Int = 2) {
      var layout = ParameterLayout()
      weight = layout.add("weight", [3, 7])
      bias = layout.add("bias", [3], decays: false)
      empty = layout.add("empty", [0, 4], decays: false)
      table = layout.add("table", [tableRows, 16])
      slab = ParameterSlab(layout, momentCount: momentCount)
    }

    func fill(seed: UInt64) {
      var generator = SplitMix64(seed: seed)
      for parameter in [weight, bias, table] {
        slab.fill(parameter, deviation: 1, using: &generator)
        for index in 0..<slab.momentCount {
          slab.setMoment(index, parameter, (0..<parameter.count).map { Float($0 + index) })
        }
      }
      slab.stepCount = 41
    }
  }

  @Test func `every parameter of every slab starts on a cache line`() {
    let sample = Sample()
    let slab = sample.slab
    for base in [slab.values, slab.gradients, slab.moment(0), slab.moment(1)] {
      for parameter in slab.layout.parameters {
        #expect(UInt(bitPattern: base + parameter.offset) % 64 == 0)
      }
    }
    #expect(slab.layout.parameters.map(\.offset) == [0, 32, 48, 48])
    #expect(slab.layout.size == 80)
  }

  @Test func `runs join neighbours that decay alike`() {
    let runs = Sample().slab.layout.runs
    #expect(runs.map(\.range) == [0..<32, 32..<48, 48..<80])
    #expect(runs.map(\.decays) == [true, false, true])
  }

  @Test func `a parameter is written and read without touching its neighbours`() {
    let sample = Sample()
    let numbers = (0..<21).map { Float($0) - 4.5 }
    sample.slab.set(sample.weight, numbers)
    sample.slab.fill(sample.bias, with: 2)
    #expect(sample.slab.tensor(sample.weight) == Tensor(shape: [3, 7], values: numbers))
    #expect(sample.slab.tensor(sample.bias).values == [2, 2, 2])
    #expect(sample.slab.tensor(sample.table) == Tensor(zeros: [2, 16]))
    let gaps = [21..<32, 35..<48].joined()
    #expect(gaps.allSatisfy { sample.slab.values[$0] == 0 })
  }

  @Test func `cleared gradients are zero and values stay`() {
    let sample = Sample()
    sample.slab.setGradient(sample.bias, [1, 2, 3])
    sample.slab.set(sample.bias, [4, 5, 6])
    #expect(sample.slab.gradient(sample.bias).values == [1, 2, 3])
    sample.slab.clearGradients()
    #expect(sample.slab.gradient(sample.bias).values == [0, 0, 0])
    #expect(sample.slab.tensor(sample.bias).values == [4, 5, 6])
  }

  @Test func `normal values have the deviation asked for and follow the seed`() {
    let (first, second) = (Sample(tableRows: 500), Sample(tableRows: 500))
    var generators = (SplitMix64(seed: 3), SplitMix64(seed: 3))
    first.slab.fill(first.table, deviation: 0.1, using: &generators.0)
    second.slab.fill(second.table, deviation: 0.1, using: &generators.1)
    let values = first.slab.tensor(first.table).values
    #expect(values == second.slab.tensor(second.table).values)
    let mean = values.reduce(0, +) / 8000
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 8000
    #expect(abs(mean) < 0.005)
    #expect(abs(variance.squareRoot() - 0.1) < 0.004)
  }

  @Test func `what is saved is loaded, moments and steps included`() throws {
    let (saved, loaded) = (Sample(), Sample())
    saved.fill(seed: 5)
    var checkpoint = Checkpoint(kind: "test")
    saved.slab.save(to: &checkpoint, prefix: "net.", resumable: true)
    let copy = try Checkpoint(decoding: checkpoint.encoded())
    try loaded.slab.load(from: copy, prefix: "net.", resumable: true)
    for parameter in saved.slab.layout.parameters {
      #expect(loaded.slab.tensor(parameter) == saved.slab.tensor(parameter))
      #expect(loaded.slab.moment(0, parameter) == saved.slab.moment(0, parameter))
      #expect(loaded.slab.moment(1, parameter) == saved.slab.moment(1, parameter))
    }
    #expect(loaded.slab.stepCount == 41)
  }

  @Test func `a checkpoint for use alone holds neither moments nor steps`() throws {
    let (saved, loaded) = (Sample(), Sample(momentCount: 0))
    saved.fill(seed: 6)
    var checkpoint = Checkpoint(kind: "test")
    saved.slab.save(to: &checkpoint)
    #expect(checkpoint.tensors.keys.sorted() == ["bias", "empty", "table", "weight"])
    #expect(checkpoint.integers.isEmpty)
    try loaded.slab.load(from: checkpoint)
    #expect(loaded.slab.tensor(saved.table) == saved.slab.tensor(saved.table))
    #expect(throws: CheckpointError.self) {
      try Sample().slab.load(from: checkpoint, resumable: true)
    }
  }

  @Test func `another shape is refused by name and leaves the slab as it was`() throws {
    let (saved, loaded) = (Sample(), Sample(tableRows: 4))
    saved.fill(seed: 7)
    var checkpoint = Checkpoint(kind: "test")
    saved.slab.save(to: &checkpoint)
    let error = #expect(throws: CheckpointError.self) {
      try loaded.slab.load(from: checkpoint)
    }
    #expect(error?.code == .mismatch)
    #expect(error?.message.contains("'table' has shape [2, 16], needs [4, 16]") == true)
    #expect(loaded.slab.tensor(loaded.weight) == Tensor(zeros: [3, 7]))
  }
}
