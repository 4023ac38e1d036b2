import Engine

/// The penalised squared hinge loss with its derivatives, the second in the
/// generalised sense: the rows inside the margin count, the others do not.
///
/// Parameters are the weights followed by the intercept.
struct SquaredHingeObjective: ConvexObjective {
  private static let blockRows = 256

  private let examples: DenseExamples
  private let l2: Double
  private let penalizesIntercept: Bool

  init(_ examples: DenseExamples, l2: Double, penalizesIntercept: Bool) {
    self.examples = examples
    self.l2 = l2
    self.penalizesIntercept = penalizesIntercept
  }

  var parameterCount: Int { examples.featureCount + 1 }

  private var penalizedCount: Int { examples.featureCount + (penalizesIntercept ? 1 : 0) }

  func evaluate(_ parameters: [Double], _ gradient: inout [Double]) -> Double {
    let weights = Array(parameters.dropLast())
    let intercept = parameters[weights.count]
    var loss = 0.0
    for index in gradient.indices { gradient[index] = 0 }
    gradient.withUnsafeMutableBufferPointer { gradient in
      examples.forEachRow { row, features in
        let sign: Double = examples.targets[row] > 0 ? 1 : -1
        let violation = 1 - sign * linearScore(weights, intercept, features)
        guard violation > 0 else { return }
        loss += examples.weights[row] * violation * violation
        let residual = -2 * examples.weights[row] * sign * violation
        for index in weights.indices { gradient[index] += residual * Double(features[index]) }
        gradient[weights.count] += residual
      }
    }
    for index in 0..<penalizedCount {
      loss += l2 / 2 * parameters[index] * parameters[index]
      gradient[index] += l2 * parameters[index]
    }
    return loss
  }

  func hessian(_ parameters: [Double]) -> [Double] {
    let size = parameterCount
    let weights = Array(parameters.dropLast())
    let intercept = parameters[size - 1]
    var hessian = [Double](repeating: 0, count: size * size)
    var block: [Double] = []
    block.reserveCapacity(Self.blockRows * size)
    examples.forEachRow { row, features in
      let sign: Double = examples.targets[row] > 0 ? 1 : -1
      guard sign * linearScore(weights, intercept, features) < 1 else { return }
      let scale = (2 * examples.weights[row]).squareRoot()
      for index in weights.indices { block.append(scale * Double(features[index])) }
      block.append(scale)
      if block.count == Self.blockRows * size {
        LinearAlgebra.addGram(of: block, columns: size, to: &hessian)
        block.removeAll(keepingCapacity: true)
      }
    }
    LinearAlgebra.addGram(of: block, columns: size, to: &hessian)
    for index in 0..<penalizedCount { hessian[index * size + index] += l2 }
    return hessian
  }
}
