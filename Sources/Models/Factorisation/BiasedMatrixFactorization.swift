package import Engine

/// Predicts ratings by biases and by factors of users and items.
///
/// r̂ᵤᵢ = µ + bᵤ + bᵢ + pᵤ·qᵢ, cut to the range of the ratings learned from. A user or an
/// item that nobody knows has a bias and factors of 0.
package struct BiasedMatrixFactorization: Sendable, Equatable {
  /// One rating to learn from.
  package struct Rating: Sendable, Hashable {
    package var user: Int
    package var item: Int
    package var value: Float

    package init(user: Int, item: Int, value: Float) {
      self.user = user
      self.item = item
      self.value = value
    }
  }

  /// µ.
  package let mean: Float
  /// The least and the greatest rating learned from.
  package let range: ClosedRange<Float>
  /// [users, dimension + 1]: the factors, then the bias.
  package let users: Tensor
  /// [items, dimension + 1]: the factors, then the bias.
  package let items: Tensor

  /// - Precondition: both matrices are as wide, by one column or more, and all is finite.
  package init(mean: Float, range: ClosedRange<Float>, users: Tensor, items: Tensor) {
    precondition(
      users.columns == items.columns && users.columns > 0,
      "rating factors: users \(users.shape), items \(items.shape)")
    precondition(
      users.isFinite && items.isFinite && mean.isFinite, "rating factors: a number is not finite")
    self.mean = mean
    self.range = range
    self.users = users
    self.items = items
  }

  /// The factors of a user or an item.
  package var dimension: Int { users.columns - 1 }

  /// The rating that a user is expected to give an item.
  ///
  /// - Parameters:
  ///   - user: nil, or beyond those learned from, for one not known.
  ///   - item: nil, or beyond those learned from, for one not known.
  /// - Returns: a rating in `range`.
  package func rating(user: Int?, item: Int?) -> Float {
    let user = user.flatMap { $0 < users.rows ? $0 : nil }
    let item = item.flatMap { $0 < items.rows ? $0 : nil }
    var result = mean
    if let user { result += users[user, dimension] }
    if let item { result += items[item, dimension] }
    if let user, let item {
      for factor in 0..<dimension { result += users[user, factor] * items[item, factor] }
    }
    return min(max(result, range.lowerBound), range.upperBound)
  }

  /// The root of the mean squared error of the predictions of some ratings.
  ///
  /// - Precondition: there is one at least.
  package func rootMeanSquaredError(of ratings: [Rating]) -> Double {
    precondition(!ratings.isEmpty, "rating error: no ratings")
    let sum = ratings.reduce(0.0) { sum, rating in
      let error = Double(self.rating(user: rating.user, item: rating.item) - rating.value)
      return sum + error * error
    }
    return (sum / Double(ratings.count)).squareRoot()
  }
}
