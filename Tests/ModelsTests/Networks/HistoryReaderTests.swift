import Engine
import Glibc
import Testing

@testable import Models

@Suite struct HistoryReaderTests {
  static let shapes = [(blocks: 0, heads: 1), (1, 2), (2, 1), (2, 4), (3, 2)]

  private static func network(blocks: Int, heads: Int, length: Int = 24) throws -> CausalDecoder {
    try CausalDecoder(
      itemCount: 40,
      .init(size: 16, blocks: blocks, heads: heads, width: 24, maximumLength: length))
  }

  /// Larger than those a training starts from, so that attention is uneven.
  private static func parameters(of network: CausalDecoder, seed: UInt64 = 3) -> ParameterSlab {
    let slab = ParameterSlab(network.layout)
    var generator = Xoshiro256StarStar(seed: seed)
    for parameter in network.layout.parameters {
      slab.fill(parameter, deviation: 0.5, using: &generator)
    }
    return slab
  }

  private static func history(_ count: Int, seed: UInt64) -> [Int32] {
    var generator = SplitMix64(seed: seed)
    return (0..<count).map { _ in Int32(generator.index(below: 40)) }
  }

  @Test(arguments: shapes)
  func `one history has the state that it has among others`(
    blocks: Int, heads: Int
  ) throws {
    let network = try Self.network(blocks: blocks, heads: heads)
    let slab = Self.parameters(of: network)
    let reader = HistoryReader(network, slab)
    for count in [0, 1, 2, 7, 24, 60] {
      let history = Self.history(count, seed: UInt64(count))
      let expected = network.states(slab, [history]).values
      for (a, b) in zip(reader.state(after: history), expected) {
        #expect(abs(a - b) < 1e-5, "\(count) events")
      }
    }
  }

  @Test(arguments: shapes)
  func `leaving an event out is hiding it from those after it`(
    blocks: Int, heads: Int
  ) throws {
    let network = try Self.network(blocks: blocks, heads: heads)
    let slab = Self.parameters(of: network, seed: UInt64(heads))
    let reader = HistoryReader(network, slab)
    let plain = PlainDecoder(slab, network.trunk.configuration)
    for (count, left) in [(1, 1), (2, 2), (5, 9), (12, 12), (60, 7), (24, 1), (9, 0)] {
      let history = Self.history(count, seed: UInt64(count + left))
      let (state, without) = reader.states(after: history, leavingOutNewest: left)
      let read = history.suffix(24)
      #expect(without.rows == min(left, read.count))
      #expect(state == reader.state(after: history) || without.rows > 0)
      for row in 0..<without.rows {
        let hidden = read.count - without.rows + row
        let expected = plain.state(Array(read), hiding: hidden)
        for (a, b) in zip(without.row(row), expected) {
          #expect(abs(Double(a) - b) < 1e-4, "event \(hidden) of \(count)")
        }
      }
    }
  }

  @Test func `many threads get the same bits`() throws {
    let network = try Self.network(blocks: 2, heads: 2)
    let reader = HistoryReader(network, Self.parameters(of: network))
    let histories = (0..<64).map { Self.history(1 + $0 % 30, seed: UInt64($0)) }
    let expected = histories.map { reader.states(after: $0, leavingOutNewest: 5) }
    Parallel.forEach(count: 64, workers: 4) { _, index in
      let states = reader.states(after: histories[index], leavingOutNewest: 5)
      #expect(states.state == expected[index].state)
      #expect(states.without == expected[index].without)
    }
  }
}

/// The decoder by its formulas, in Float64 and plain loops.
private struct PlainDecoder {
  private let values: [String: [Double]]
  private let shape: TransformerTrunk.Configuration

  init(_ slab: ParameterSlab, _ shape: TransformerTrunk.Configuration) {
    var values: [String: [Double]] = [:]
    for parameter in slab.layout.parameters {
      values[parameter.name] = slab.tensor(parameter).values.map(Double.init)
    }
    self.values = values
    self.shape = shape
  }

  /// The state after the newest event that is not hidden.
  func state(_ history: [Int32], hiding hidden: Int) -> [Double] {
    let (d, start) = (shape.size, shape.maximumLength - history.count)
    var x = history.enumerated().map { place, item in
      (0..<d).map {
        value("tokens.table", Int(item) * d + $0)
          + value("positions.table", (start + place) * d + $0)
      }
    }
    for block in 0..<shape.blocks {
      let name = "block\(block)"
      let projected = x.map {
        linear(norm($0, "\(name).attentionNorm"), "\(name).attention.input")
      }
      x = x.indices.map { t in
        let keys = (0...t).filter { $0 != hidden || t == hidden }
        let context = attend(projected, t, keys)
        return plus(x[t], linear(context, "\(name).attention.output"))
      }
      x = x.map { row in
        let wide = linear(norm(row, "\(name).feedForwardNorm"), "\(name).feedForward.widen")
        let active = wide.map { $0 * 0.5 * (1 + erf($0 / 2.0.squareRoot())) }
        return plus(row, linear(active, "\(name).feedForward.narrow"))
      }
    }
    let last = hidden == history.count - 1 ? history.count - 2 : history.count - 1
    return last < 0 ? [Double](repeating: 0, count: d) : norm(x[last], "norm")
  }

  private func attend(_ projected: [[Double]], _ t: Int, _ keys: [Int]) -> [Double] {
    let (d, depth) = (shape.size, shape.size / shape.heads)
    return (0..<shape.heads).flatMap { head -> [Double] in
      let place = head * depth
      let weights = keys.map { key in
        exp(
          (0..<depth).reduce(0) {
            $0 + projected[t][place + $1] * projected[key][d + place + $1]
          } / Double(depth).squareRoot())
      }
      let sum = weights.reduce(0, +)
      return (0..<depth).map { column in
        zip(keys, weights).reduce(0) { $0 + $1.1 * projected[$1.0][2 * d + place + column] } / sum
      }
    }
  }

  private func linear(_ x: [Double], _ name: String) -> [Double] {
    guard let weight = values["\(name).weight"], let bias = values["\(name).bias"] else {
      return []
    }
    let count = x.count
    return bias.indices.map { row in
      var sum = bias[row]
      for (column, x) in x.enumerated() { sum += x * weight[row * count + column] }
      return sum
    }
  }

  private func norm(_ x: [Double], _ name: String) -> [Double] {
    let mean = x.reduce(0, +) / Double(x.count)
    let variance = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(x.count)
    return x.indices.map {
      (x[$0] - mean) / (variance + 1e-5).squareRoot() * value("\(name).gain", $0)
        + value("\(name).bias", $0)
    }
  }

  private func plus(_ a: [Double], _ b: [Double]) -> [Double] { zip(a, b).map { $0 + $1 } }

  private func value(_ name: String, _ index: Int) -> Double { values[name]?[index] ?? .nan }
}
