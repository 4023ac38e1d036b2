import Testing

@testable import Engine

@Suite struct WeightedBagTests {
  private static let size = 16
  private static let rows = 7

  private struct Case {
    let slab: ParameterSlab
    let dense: Parameter
    let layer: WeightedBag
  }

  private static func make(moments: Int = 0) -> Case {
    var layout = ParameterLayout()
    let dense = layout.add("dense", [5])
    let layer = WeightedBag("b", rows: rows, size: size, in: &layout)
    let slab = ParameterSlab(layout, momentCount: moments)
    slab.set(layer.table, normals(rows * size, seed: 1))
    slab.set(dense, normals(5, seed: 2))
    return Case(slab: slab, dense: dense, layer: layer)
  }

  private static let members: [[(id: Int32, weight: Float)]] = [
    [(5, 0.5), (0, 2), (5, -1)], [], [(3, 1)],
  ]

  /// Keeps the bags of a test.
  private let arena = Arena(
    capacity: WeightedBag.Bags.scratchCount(bags: members.count, ids: 4))

  private func bags() -> WeightedBag.Bags {
    arena.reset()
    let bags = WeightedBag.Bags(arena, bags: Self.members.count, ids: 4)
    var end = 0
    bags.offsets[0] = 0
    for (bag, parts) in Self.members.enumerated() {
      for part in parts {
        bags.ids[end] = part.id
        bags.weights[end] = part.weight
        end += 1
      }
      bags.offsets[bag + 1] = Int32(end)
    }
    return bags
  }

  private static func forward(_ table: [Double]) -> [Double] {
    members.flatMap { parts in
      (0..<size).map { column in
        parts.reduce(0.0) { $0 + Double($1.weight) * table[Int($1.id) * size + column] }
      }
    }
  }

  @Test func `sums and gradients agree with plain loops and central differences`() {
    let (it, bags) = (Self.make(), bags())
    let dy = normals(Self.members.count * Self.size, seed: 3)
    var y = [Float](repeating: .nan, count: Self.members.count * Self.size)
    it.layer.forward(it.slab, bags, &y)
    it.layer.backward(it.slab, bags, dy)
    let table = it.slab.tensor(it.layer.table).values
    expectClose(y, Self.forward(table.map(Double.init)).map { Float($0) })
    let expected = centralDifferences(at: table) { weighted(Self.forward($0), dy) }
    expectClose(it.slab.gradient(it.layer.table).values, expected, 1e-5)
  }

  @Test func `an update moves the rows that were used, and no others`() {
    for rule in [Optimiser.Rule.gradientDescent, .momentum(), .rmsProp(), .adamW()] {
      let optimiser = Optimiser(rule, weightDecay: 0.1)
      let it = Self.make(moments: optimiser.momentCount)
      let before = it.slab.tensor(it.layer.table)
      it.layer.backward(
        it.slab, bags(), normals(Self.members.count * Self.size, seed: 3))
      optimiser.step(it.slab, learningRate: 0.1)
      let after = it.slab.tensor(it.layer.table)
      for row in 0..<Self.rows {
        #expect((after.row(row) != before.row(row)) == [0, 3, 5].contains(row), "\(rule), \(row)")
      }
    }
  }

  @Test func `used rows move as they would in a layer of all rows`() {
    var layout = ParameterLayout()
    let dense = layout.add("dense", [5])
    let all = layout.add("b.table", [Self.rows, Self.size])
    let slab = ParameterSlab(layout, momentCount: 2)
    let it = Self.make(moments: 2)
    slab.set(all, it.slab.tensor(it.layer.table).values)
    slab.set(dense, it.slab.tensor(it.dense).values)
    let optimiser = Optimiser(.adamW(), weightDecay: 0.1)
    for step in 0..<3 as Range<UInt64> {
      it.slab.clearGradients()
      it.layer.backward(
        it.slab, bags(), normals(Self.members.count * Self.size, seed: step))
      it.slab.setGradient(it.dense, normals(5, seed: step))
      slab.setGradient(all, it.slab.gradient(it.layer.table).values)
      slab.setGradient(dense, normals(5, seed: step))
      let norm = it.slab.clipGradients(toNorm: 0.5)
      #expect(abs(norm - slab.clipGradients(toNorm: 0.5)) < 1e-5 * norm)
      optimiser.step(it.slab, learningRate: 0.1)
      optimiser.step(slab, learningRate: 0.1)
    }
    let (used, every) = (it.slab.tensor(it.layer.table), slab.tensor(all))
    for row in [0, 3, 5] { expectClose(Array(used.row(row)), Array(every.row(row)), 1e-6) }
    expectClose(it.slab.tensor(it.dense).values, slab.tensor(dense).values, 1e-6)
  }

  @Test func `shards add up to the batch, bit for bit with any threads`() {
    let it = Self.make()
    let dy = normals(Self.members.count * Self.size, seed: 4)
    it.layer.backward(it.slab, bags(), dy)
    let (once, norm) = (it.slab.gradient(it.layer.table).values, it.slab.gradientNorm)
    var norms: [Double] = []
    for threads in [1, 2, 4] {
      let shards = (0..<3).map { _ in ParameterSlab(shardOf: it.slab) }
      for shard in shards.dropLast() {
        it.layer.backward(shard, bags(), dy)
      }
      norms.append(it.slab.gatherGradients(of: shards, threads: threads))
      #expect(it.slab.gradient(it.layer.table).values == once.map { 2 * $0 })
      for shard in shards {
        #expect(shard.gradient(it.layer.table).values.allSatisfy { $0 == 0 })
      }
    }
    #expect(Set(norms).count == 1 && abs(norms[0] - 2 * norm) < 1e-5 * norm)
    it.slab.scaleGradients(by: 0.25)
    #expect(it.slab.gradient(it.layer.table).values == once.map { 0.5 * $0 })
    it.slab.gatherGradients(of: [ParameterSlab(shardOf: it.slab)])
    #expect(it.slab.gradient(it.layer.table).values.allSatisfy { $0 == 0 })
  }

  @Test func `a parameter after a table stops the program`() async {
    await #expect(processExitsWith: .failure) {
      var layout = ParameterLayout()
      _ = layout.addTable("t", rows: 2, size: 16)
      _ = layout.add("late", [1])
    }
  }
}
