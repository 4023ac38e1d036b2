/// The distinct numbers of a column, ascending, with the weight of their rows.
struct CountedNumbers {
  private(set) var values: [Float] = []
  private(set) var masses: [Double] = []
  private(set) var missingMass = 0.0

  /// The weight of all numbers.
  var mass: Double { masses.reduce(0, +) }

  /// Counts numbers; NaN stands for a missing one.
  init(_ numbers: [Float], _ weights: [Float]?) {
    if let weights {
      for row in numbers.indices where numbers[row].isNaN { missingMass += Double(weights[row]) }
      let order = numbers.indices.filter { !numbers[$0].isNaN && weights[$0] > 0 }
        .sorted { (numbers[$0], $0) < (numbers[$1], $1) }
      for row in order { add(numbers[row], Double(weights[row])) }
    } else {
      let present = numbers.filter { !$0.isNaN }.sorted()
      missingMass = Double(numbers.count - present.count)
      for number in present { add(number, 1) }
    }
  }

  private mutating func add(_ value: Float, _ mass: Double) {
    if let last = values.last, last == value {
      masses[masses.count - 1] += mass
    } else {
      values.append(value)
      masses.append(mass)
    }
  }

  /// The numbers but those at the positions given, ascending.
  func removing(_ positions: [Int]) -> CountedNumbers {
    var result = self
    for position in positions.reversed() {
      result.values.remove(at: position)
      result.masses.remove(at: position)
    }
    return result
  }

  /// Ranges of the distinct values that hold about equal weight.
  func bins(_ count: Int) -> [Range<Int>] {
    guard values.count > count else { return values.indices.map { $0..<$0 + 1 } }
    var result: [Range<Int>] = []
    var start = 0
    var left = mass
    var held = 0.0
    for index in values.indices {
      held += masses[index]
      // A value that would overfill the bin by more than it lacks starts the next.
      let share = left / Double(count - result.count)
      let next = index + 1 < values.count ? masses[index + 1] : 0
      if result.count + 1 < count && held + next / 2 >= share {
        result.append(start..<index + 1)
        start = index + 1
        left -= held
        held = 0
      }
    }
    if start < values.count { result.append(start..<values.count) }
    return result
  }

  /// The weight of a range of the distinct values.
  func mass(of range: Range<Int>) -> Double { masses[range].reduce(0, +) }

  /// The weighted mean of a range of the distinct values.
  func mean(of range: Range<Int>) -> Float {
    var sum = 0.0
    for index in range { sum += Double(values[index]) * masses[index] }
    let mean = Float(sum / mass(of: range))
    return min(max(mean, values[range.lowerBound]), values[range.upperBound - 1])
  }
}
