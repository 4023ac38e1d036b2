import Engine
import Features
import Models

extension CandidateFitter {
  /// How a sequence transformer would be trained on these data.
  struct SequenceCourse {
    var configuration: SequenceModel.Configuration
    var secondsNeeded: Double
    /// Whether the time allows the better part of the course; less would leave a
    /// model worse than simpler ones.
    var isAffordable: Bool
  }

  /// The share of a course's epochs without which it is not begun.
  private static let leastShare = 0.5

  /// - Returns: nil where the data hold too little.
  func sequenceCourse(seconds: Double, leastCustomers: Int = 50) -> SequenceCourse? {
    let lengths = data.histories.map(\.sequence.count).filter { $0 > 1 }
    guard lengths.count >= leastCustomers, data.products.count > 1 else { return nil }
    let threads = Parallel.coreCount
    func configuration(_ seconds: Double) -> SequenceModel.Configuration {
      SequenceModel.Configuration(
        suiting: lengths, products: data.products.count, seconds: seconds, threads: threads,
        seed: seed)
    }
    let whole = configuration(1e9)
    let affordable = configuration(max(0, min(seconds, 1e9)))
    return SequenceCourse(
      configuration: affordable,
      secondsNeeded: whole.secondsNeeded(
        lengths: lengths, products: data.products.count, threads: threads),
      isAffordable: Double(affordable.epochs) >= Self.leastShare * Double(whole.epochs))
  }

  /// Trains it; on `cases` it is judged after every epoch.
  func trainSequence(
    _ course: SequenceCourse, cases: RankingCases?, timeLimit: Double
  ) throws(ModelError) -> (model: SequenceModel, report: SequenceModel.TrainingReport) {
    let validation = cases.map { cases in
      cases.histories.indices.compactMap { index -> SequenceModel.ValidationCase? in
        guard let next = cases.relevant[index].subtracting(cases.known[index]).min() else {
          return nil
        }
        return SequenceModel.ValidationCase(
          history: cases.histories[index].sequence, next: Int32(next))
      }
    }
    return try SequenceModel.train(
      on: data.histories.map(\.sequence), productCount: data.products.count,
      configuration: course.configuration, validation: validation ?? [], timeLimit: timeLimit,
      cancellation: cancellation, progress: { share, _ in progress?(share) })
  }
}
