import Models
import Support

/// One line of the speed table: its data are made once, and it is measured as
/// often as asked.
///
/// A case makes its data from fixed seeds when it is created, and writes them as
/// `.npy` files to a folder where a peer finds them.
protocol EngineCase {
  /// Does the work once and returns the seconds one unit of it took.
  mutating func seconds() throws -> Double

  /// What shows that the work was done well: a loss, an objective, a recall.
  mutating func figures() throws -> [Figure]
}

/// A figure beside a timing.
struct Figure {
  let name: String
  let value: Double
  let unit: String

  init(_ name: String, _ value: Double, unit: String = "score") {
    self.name = name
    self.value = value
    self.unit = unit
  }
}

/// The names of the cases, in the order of the table.
enum EngineCaseName: String, CaseIterable {
  case alsGradient1M = "als-cg-1m"
  case alsGradient20M = "als-cg-20m"
  case alsCholesky1M = "als-cholesky-1m"
  case alsCholesky20M = "als-cholesky-20m"
  case batch10k = "top10-batch-10k"
  case batch100k = "top10-batch-100k"
  case batch1M = "top10-batch-1m"
  case user100k = "top10-user-100k"
  case transformer64 = "transformer-64"
  case transformer128 = "transformer-128"
  case sequence200 = "sequence-200"
  case logisticDense = "logistic-dense"
  case softmaxSparse = "softmax-sparse"
  case ease3k = "ease-3k"
  case ease10k = "ease-10k"
  case churnTelco = "churn-telco"
  case churnBank = "churn-bank"
  case additiveDense = "additive-dense"
  case scoringDense = "scoring-dense"
  case supportLinear = "support-linear"
  case supportTransformer = "support-transformer"
  case features1M = "features-1m"

  /// The cores that a case uses, as its peer does.
  static let threads = 2

  /// The unit that a table gives the time in, and how many there are in a second.
  var unit: (name: String, perSecond: Double) {
    switch self {
    case .alsGradient1M, .alsGradient20M, .alsCholesky1M, .alsCholesky20M: ("ms/iteration", 1e3)
    case .batch10k, .batch100k, .batch1M, .user100k: ("µs/user", 1e6)
    case .transformer64, .transformer128, .sequence200: ("ms/step", 1e3)
    case .logisticDense, .softmaxSparse, .ease3k, .ease10k, .churnTelco, .churnBank,
      .additiveDense, .supportLinear:
      ("ms/fit", 1e3)
    case .supportTransformer: ("s/fit", 1)
    case .scoringDense: ("ns/row", 1e9)
    case .features1M: ("ms/table", 1e3)
    }
  }

  /// Makes the data of the case and writes them to a folder.
  func prepared(in folder: ArrayFolder, setting: Setting) throws -> any EngineCase {
    switch self {
    case .alsGradient1M: try ALSCase(.million, .conjugateGradient, folder, setting)
    case .alsGradient20M: try ALSCase(.twentyMillion, .conjugateGradient, folder, setting)
    case .alsCholesky1M: try ALSCase(.million, .cholesky, folder, setting)
    case .alsCholesky20M: try ALSCase(.twentyMillion, .cholesky, folder, setting)
    case .batch10k: try BatchRankingCase(users: 8_192, items: 10_000, folder)
    case .batch100k: try BatchRankingCase(users: 2_048, items: 100_000, folder)
    case .batch1M: try BatchRankingCase(users: 512, items: 1_000_000, folder)
    case .user100k: try UserRankingCase(folder, setting)
    case .transformer64: try TrainingCase<TransformerEncoder>(size: 64, folder)
    case .transformer128: try TrainingCase<TransformerEncoder>(size: 128, folder)
    case .sequence200: try TrainingCase<CausalDecoder>(folder)
    case .logisticDense: try LogisticCase(folder)
    case .softmaxSparse: try SoftmaxCase(folder)
    case .ease3k: try EASECase(users: 6_040, items: 3_416, interactions: 1_000_000, folder)
    case .ease10k: try EASECase(users: 50_000, items: 10_000, interactions: 2_000_000, folder)
    case .churnTelco: try ChurnCase(.telco, folder, setting)
    case .churnBank: try ChurnCase(.bank, folder, setting)
    case .additiveDense: try AdditiveCase(folder)
    case .scoringDense: try ScoringCase(folder)
    case .supportLinear: try IntentCase(.linear, folder, setting)
    case .supportTransformer: try IntentCase(.transformer, folder, setting)
    case .features1M: try CustomerFeaturesCase(folder, setting)
    }
  }

  /// This process' peak memory in MB after the case's work on the arrays of a folder.
  func peakMemory(of folder: ArrayFolder) throws -> [Double] {
    switch self {
    case .features1M: try CustomerFeaturesCase.peakMemory(of: folder)
    default: [try ALSCase.peakMemory(of: folder)]
    }
  }
}
