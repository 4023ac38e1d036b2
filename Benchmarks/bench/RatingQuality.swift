import Engine
import FoundationEssentials
import Models

/// Ratings by matrix factorisation with biases: MovieLens 100K, five folds.
enum RatingQuality {
  private static let folds = 5

  static func rows(_ setting: Setting) throws -> [Row] {
    guard let path = setting.path(of: .movieRatings) else { return [] }
    var ratings = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
      .compactMap { line -> BiasedMatrixFactorization.Rating? in
        let fields = line.split(separator: "\t").compactMap { Int($0) }
        guard fields.count == 4 else { return nil }
        return BiasedMatrixFactorization.Rating(
          user: fields[0] - 1, item: fields[1] - 1, value: Float(fields[2]))
      }
    let users = (ratings.map(\.user).max() ?? -1) + 1
    let items = (ratings.map(\.item).max() ?? -1) + 1
    var generator = SplitMix64(seed: 0)
    generator.shuffle(&ratings)
    let errors = try (0..<folds).map { fold in
      let train = ratings.indices.filter { $0 % folds != fold }.map { ratings[$0] }
      let test = ratings.indices.filter { $0 % folds == fold }.map { ratings[$0] }
      let model = try BiasedMatrixFactorization.fit(train, userCount: users, itemCount: items)
      return model.rootMeanSquaredError(of: test)
    }
    setting.say("Ratings, MovieLens 100K, 5 random folds: \(errors)")
    return [
      Row(
        "recommender/movielens-100k/ratings", "rmse", errors.reduce(0, +) / Double(folds),
        low: errors.min(), high: errors.max(), unit: "score")
    ]
  }
}
