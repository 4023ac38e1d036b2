import Glibc
import Testing

@testable import Engine

/// A batch of hidden states against an item table, its losses in Float32 by the
/// engine and in Double by plain loops.
struct CatalogueCase {
  let n: Int
  let items: Int
  let dimension: Int
  let hidden: [Float]
  let table: [Float]
  let bias: [Float]?
  let labels: [Int32]

  /// The gradients of a loss beside its value.
  struct Result {
    var loss = 0.0
    var hidden: [Float]
    var table: [Float]
    var bias: [Float]
  }

  /// The case of Reference/losses.py.
  static let reference = CatalogueCase(
    n: 4, items: 6, dimension: 3, hidden: wave(0.1, 12, scale: 2), table: wave(0.2, 18),
    bias: wave(0.3, 6), labels: [2, -1, 5, 0])

  static func random(_ generator: inout SplitMix64) -> CatalogueCase {
    let n = 1 + generator.index(below: 12)
    let items = 1 + generator.index(below: 40)
    let dimension = 1 + generator.index(below: 20)
    let draw = { (count: Int, generator: inout SplitMix64) in
      (0..<count).map { _ in Float(generator.normal()) }
    }
    return CatalogueCase(
      n: n, items: items, dimension: dimension, hidden: draw(n * dimension, &generator),
      table: draw(items * dimension, &generator),
      bias: generator.uniform() < 0.5 ? draw(items, &generator) : nil,
      labels: (0..<n).map { _ in Int32(generator.index(below: items + 1)) - 1 })
  }

  var counted: [Int] { labels.indices.filter { labels[$0] >= 0 } }

  /// Calls a loss with memory for gradients, which are added to what is there.
  func run(
    start: Float = 0,
    _ loss: (ItemTable, UnsafeMutablePointer<Float>) -> Double
  ) -> Result {
    var result = Result(
      hidden: [Float](repeating: start, count: hidden.count),
      table: [Float](repeating: start, count: table.count),
      bias: [Float](repeating: start, count: items))
    table.withUnsafeBufferPointer { table in
      (bias ?? [0]).withUnsafeBufferPointer { bias in
        result.table.withUnsafeMutableBufferPointer { tableGradient in
          result.bias.withUnsafeMutableBufferPointer { biasGradient in
            result.hidden.withUnsafeMutableBufferPointer { hiddenGradient in
              guard let vectors = table.baseAddress, let slopes = tableGradient.baseAddress,
                let dHidden = hiddenGradient.baseAddress
              else { return }
              let itemTable = ItemTable(
                items: items, dimension: dimension, vectors: vectors, vectorGradient: slopes,
                bias: self.bias == nil ? nil : bias.baseAddress,
                biasGradient: self.bias == nil ? nil : biasGradient.baseAddress)
              result.loss = loss(itemTable, dHidden)
            }
          }
        }
      }
    }
    return result
  }

  /// The mean over the counted rows of a function of all logits of a row.
  ///
  /// Parameters are the hidden states, the table and the bias, one after the other.
  func mean(_ x: [Double], _ rowLoss: ([Double], Int) -> Double) -> Double {
    let tableStart = hidden.count
    let biasStart = tableStart + table.count
    return counted.reduce(0) { total, row in
      let logits = (0..<items).map { item in
        (0..<dimension).reduce(bias == nil ? 0 : x[biasStart + item]) {
          $0 + x[row * dimension + $1] * x[tableStart + item * dimension + $1]
        }
      }
      return total + rowLoss(logits, Int(labels[row])) / Double(counted.count)
    }
  }

  /// Expects value and gradients to be those of `mean` by central differences.
  func expect(
    _ result: Result, _ what: String, sourceLocation: SourceLocation = #_sourceLocation,
    _ rowLoss: @escaping ([Double], Int) -> Double
  ) {
    let point = hidden + table + (bias ?? [])
    let value = mean(point.map(Double.init), rowLoss)
    #expect(
      abs(result.loss - value) <= 3e-6 * max(1, abs(value)), "\(what)",
      sourceLocation: sourceLocation)
    let gradients = result.hidden + result.table + (bias == nil ? [] : result.bias)
    let expected = centralDifferences(at: point) { mean($0, rowLoss) }
    expectClose(gradients, expected, 3e-6, what, sourceLocation: sourceLocation)
  }

  /// Expects the values that PyTorch gave.
  static func expect(
    _ result: Result, _ loss: Double, _ hidden: [Float], _ table: [Float], _ bias: [Float],
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(abs(result.loss - loss) < 1e-6 * loss, sourceLocation: sourceLocation)
    expectClose(result.hidden, hidden, 1e-6, "hidden", sourceLocation: sourceLocation)
    expectClose(result.table, table, 1e-6, "table", sourceLocation: sourceLocation)
    expectClose(result.bias, bias, 1e-6, "bias", sourceLocation: sourceLocation)
  }
}
