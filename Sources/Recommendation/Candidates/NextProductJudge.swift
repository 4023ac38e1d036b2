import Engine
import Evaluation
import Models

/// How well a decoder foresees the next products of histories it does not learn
/// from.
struct NextProductJudge {
  private let network: CausalDecoder
  private let histories: [[Int32]]
  private let next: [Int]
  /// The products that do not compete: those of the history, unless the next one
  /// is among them.
  private let excluded: SparseMatrix

  private let threads: Int

  /// The number of threads does not change the result.
  init(
    _ cases: [SequenceModel.ValidationCase], _ network: CausalDecoder, threads: Int = 1
  ) {
    self.threads = threads
    self.network = network
    histories = cases.map(\.history)
    next = cases.map { Int($0.next) }
    excluded = SparseMatrix(
      rows: cases.map { example in
        guard !example.history.contains(example.next) else { return [] }
        return example.history.map { (Int($0), 1) }
      }, columnCount: network.itemCount)
  }

  /// The mean NDCG@10 over all products.
  func ndcg(_ slab: ParameterSlab) -> Double {
    let ranking = BatchRanking(
      limit: 10, users: network.states(slab, histories, threads: threads),
      items: network.itemVectors(slab), excluding: excluded, threads: threads)
    var sum = 0.0
    for (row, product) in next.enumerated() {
      sum += RankingMetrics.ndcg(
        at: 10, hits: ranking[row].map { $0.index == product }, relevantCount: 1)
    }
    return sum / Double(next.count)
  }
}
