import Glibc

/// The mean negative log-likelihood of the BG/NBD model, with its gradient, over
/// the logarithms of r, α, a and b.
///
/// Ratios of gamma functions whose arguments differ by a whole number are sums:
/// log Γ(r + x) − log Γ(r) = Σ log (r + k) for k < x. They are added up once an
/// evaluation for all x.
struct BGNBDLikelihood {
  /// Distinct histories, in a fixed order, and how many customers have each.
  private let histories: [(history: PurchaseHistory, count: Double)]
  private let mostRepeats: Int
  private let total: Double

  init(_ histories: [PurchaseHistory]) {
    var counts: [PurchaseHistory: Int] = [:]
    for history in histories { counts[history, default: 0] += 1 }
    self.histories =
      counts
      .sorted {
        ($0.key.repeats, $0.key.lastRepeat, $0.key.age)
          < ($1.key.repeats, $1.key.lastRepeat, $1.key.age)
      }
      .map { ($0.key, Double($0.value)) }
    mostRepeats = histories.map(\.repeats).max() ?? 0
    total = Double(histories.count)
  }

  /// - Source: Fader, Hardie & Lee 2005, equation 6, in the form
  ///   log (A₁A₂) + log (A₃ + δ·A₄) of their note on the spreadsheet.
  func negativeMean(at point: [Double], gradient: inout [Double]) -> Double {
    let (r, alpha, a, b) = (exp(point[0]), exp(point[1]), exp(point[2]), exp(point[3]))
    let tables = (
      r: RisingSums(r, count: mostRepeats), b: RisingSums(b, count: mostRepeats),
      both: RisingSums(a + b, count: mostRepeats)
    )
    var value = 0.0
    var (byR, byAlpha, byA, byB) = (0.0, 0.0, 0.0, 0.0)
    for (history, count) in histories {
      let x = history.repeats
      let power = r + Double(x)
      let logEnd = log(alpha + history.age)
      let logLast = log(alpha + history.lastRepeat)
      // The share of the two ways to the history: still a customer, or lost with
      // the last purchase.
      let stays = -power * logEnd
      var (whole, share) = (stays, 0.0)
      if x > 0 {
        let leaves = log(a) - log(b + Double(x - 1)) - power * logLast
        let larger = max(stays, leaves)
        whole = larger + log(exp(stays - larger) + exp(leaves - larger))
        share = exp(leaves - whole)
      }
      value +=
        count * (tables.r.logs[x] + r * log(alpha) + tables.b.logs[x] - tables.both.logs[x] + whole)
      byR +=
        count * (tables.r.inverses[x] + log(alpha) - (1 - share) * logEnd - share * logLast)
      byAlpha +=
        count
        * (r / alpha - power * (1 - share) / (alpha + history.age)
          - power * share / (alpha + history.lastRepeat))
      byA += count * (share / a - tables.both.inverses[x])
      byB += count * (tables.b.inverses[x] - tables.both.inverses[x])
      if x > 0 { byB -= count * share / (b + Double(x - 1)) }
    }
    gradient[0] = -byR * r / total
    gradient[1] = -byAlpha * alpha / total
    gradient[2] = -byA * a / total
    gradient[3] = -byB * b / total
    return -value / total
  }

  /// log Γ(start + x) − log Γ(start), and its derivative by start, for each x.
  private struct RisingSums {
    var logs: [Double] = [0]
    var inverses: [Double] = [0]

    init(_ start: Double, count: Int) {
      logs.reserveCapacity(count + 1)
      inverses.reserveCapacity(count + 1)
      for k in 0..<count {
        logs.append(logs[k] + log(start + Double(k)))
        inverses.append(inverses[k] + 1 / (start + Double(k)))
      }
    }
  }
}
