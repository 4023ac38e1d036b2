package import Domain
package import Engine
import Features
import Models

/// Trains a ``RecommenderModel`` from stored interactions.
package struct RecommenderTrainer {
  package let configuration: RecommenderConfiguration
  package let seed: UInt64
  package let cancellation: Cancellation?
  /// Called with a line of what is being done and the share done, 0…1.
  package let progress: ((String, Double) -> Void)?

  package init(
    configuration: RecommenderConfiguration, seed: UInt64, cancellation: Cancellation? = nil,
    progress: ((String, Double) -> Void)? = nil
  ) {
    self.configuration = configuration
    self.seed = seed
    self.cancellation = cancellation
    self.progress = progress
  }

  /// Learns the blend on the last days of a log in time order, then everything
  /// else on all of it.
  package func train(
    on log: InteractionLog, countries: [Customer.Key: String]
  ) throws(RecommendationError) -> RecommenderModel {
    guard let split = TimeSplit(of: log) else {
      throw RecommendationError(
        .noData,
        "there are no interactions to learn from: import some with "
          + "'rapport import interactions FILE'")
    }
    do {
      let blend = try learnBlend(split, log: log, countries: countries) ?? .unlearned
      return try fit(
        log, countries: countries, asOf: split.end, blend: blend, phase: (0.55, 1))
    } catch let error as ModelError {
      switch error.code {
      case .cancelled: throw RecommendationError(.cancelled, "\(error)")
      case .noData:
        throw RecommendationError(
          .noData,
          "the \(log.count) interactions hold nothing that anybody liked: views, carts, purchases, "
            + "likes or ratings above 3 are needed to learn from")
      default: throw RecommendationError(.failed, "\(error)")
      }
    } catch {
      throw RecommendationError(.failed, "\(error)")
    }
  }

  /// Learns the blend on what came after the split; nil where too little came before it.
  private func learnBlend(
    _ split: TimeSplit, log: InteractionLog, countries: [Customer.Key: String]
  ) throws -> Blend? {
    let past = split.past(of: log)
    guard past.count > 0 else { return nil }
    let earlier: RecommenderModel
    do {
      earlier = try fit(
        past, countries: countries, asOf: split.cutoff, blend: .unlearned, phase: (0, 0.45))
    } catch let error as ModelError {
      guard error.code == .noData else { throw error }
      return nil
    }
    let (histories, relevant) = split.cases(of: log, model: earlier)
    progress?("learning the blend", 0.5)
    return BlendTrainer(model: earlier).learn(
      histories: histories, relevant: relevant, seed: seed, cancellation: cancellation)
  }

  private func fit(
    _ log: InteractionLog, countries: [Customer.Key: String], asOf: Timestamp, blend: Blend,
    phase: (from: Double, to: Double)
  ) throws -> RecommenderModel {
    let customers = Vocabulary(
      Set(log.customers).sorted { $0.rawValue < $1.rawValue })
    let products = Vocabulary(Set(log.products).sorted { $0.rawValue < $1.rawValue })
    let builder = HistoryBuilder(
      products: products, weights: configuration.weights,
      ownHalfLifeDays: configuration.ownHalfLifeDays)
    let histories = builder.histories(of: customers, in: log, asOf: asOf)
    let matrix = InteractionMatrix.confidences(of: histories, productCount: products.count)
    var factorisation = configuration.factorisation
    factorisation.seed = seed
    // Never more dimensions than the data can pin down.
    factorisation.dimension = max(
      1, min(factorisation.dimension, min(customers.count, products.count)))
    let iterations = Double(factorisation.iterations)
    let als = try ImplicitALS.fit(
      matrix, configuration: factorisation, cancellation: cancellation,
      progress: { iteration, _ in
        let share = phase.from + (phase.to - phase.from) * Double(iteration) / iterations
        progress?("matrix factorisation", share)
      })
    return RecommenderModel(
      configuration: configuration, products: products,
      factorisation: ImplicitALS(itemFactors: als.itemFactors, configuration: factorisation),
      popularity: Popularity(
        of: log, products: products, countries: countries,
        weights: configuration.weights, halfLifeDays: configuration.popularityHalfLifeDays,
        asOf: asOf),
      blend: blend, trainedAsOf: asOf)
  }
}
