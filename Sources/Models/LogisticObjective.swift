import Engine

/// The penalised log-loss of logistic regression with its derivatives.
///
/// Parameters are the weights followed by the intercept.
struct LogisticObjective: ConvexObjective {
  private static let blockRows = 256

  private let examples: DenseExamples
  private let l2: Double

  init(_ examples: DenseExamples, l2: Double) {
    self.examples = examples
    self.l2 = l2
  }

  var parameterCount: Int { examples.featureCount + 1 }

  /// Returns the objective and overwrites the gradient.
  func evaluate(_ parameters: [Double], _ gradient: inout [Double]) -> Double {
    let weights = Array(parameters.dropLast())
    let intercept = parameters[weights.count]
    var loss = 0.0
    for index in gradient.indices { gradient[index] = 0 }
    gradient.withUnsafeMutableBufferPointer { gradient in
      examples.forEachRow { row, features in
        let z = linearScore(weights, intercept, features)
        let label = Double(examples.targets[row])
        let sampleWeight = examples.weights[row]
        loss += sampleWeight * (Logistic.softplus(z) - label * z)
        let residual = sampleWeight * (Logistic.sigmoid(z) - label)
        for index in weights.indices { gradient[index] += residual * Double(features[index]) }
        gradient[weights.count] += residual
      }
    }
    var squares = 0.0
    for index in weights.indices {
      squares += weights[index] * weights[index]
      gradient[index] += l2 * weights[index]
    }
    return loss + l2 / 2 * squares
  }

  /// The matrix of second derivatives; only the upper triangle is filled.
  func hessian(_ parameters: [Double]) -> [Double] {
    let size = parameterCount
    let weights = Array(parameters.dropLast())
    let intercept = parameters[size - 1]
    var hessian = [Double](repeating: 0, count: size * size)
    var block: [Double] = []
    block.reserveCapacity(Self.blockRows * size)
    examples.forEachRow { row, features in
      let probability = Logistic.sigmoid(linearScore(weights, intercept, features))
      let scale = (examples.weights[row] * probability * (1 - probability)).squareRoot()
      for index in weights.indices { block.append(scale * Double(features[index])) }
      block.append(scale)
      if block.count == Self.blockRows * size {
        LinearAlgebra.addGram(of: block, columns: size, to: &hessian)
        block.removeAll(keepingCapacity: true)
      }
    }
    LinearAlgebra.addGram(of: block, columns: size, to: &hessian)
    for index in weights.indices { hessian[index * size + index] += l2 }
    return hessian
  }
}
