import Wording

/// Groups of customers by a number.
enum CustomerGroups {
  /// Each number as a group of its own where there are few, else quarters.
  static func ofNumbers(_ values: [Float]) -> [String?] {
    let present = values.filter { !$0.isNaN }
    let distinct = Set(present)
    guard distinct.count > 6 else {
      return values.map { $0.isNaN ? nil : brief(Double($0)) }
    }
    let sorted = present.sorted()
    var bounds: [Float] = []
    for quarter in 1...3 {
      let bound = sorted[sorted.count * quarter / 4]
      if bounds.last != bound, bound > sorted[0] { bounds.append(bound) }
    }
    let names = (0...bounds.count).map { index in
      let upper = index < bounds.count ? brief(Double(bounds[index])) : nil
      let lower = index > 0 ? brief(Double(bounds[index - 1])) : nil
      return switch (lower, upper) {
      case (nil, let upper?): "below \(upper)"
      case (let lower?, nil): "from \(lower)"
      case (let lower?, let upper?): "\(lower) to \(upper)"
      case (nil, nil): "all"
      }
    }
    return values.map { value in
      value.isNaN ? nil : names[bounds.count { $0 <= value }]
    }
  }
}
