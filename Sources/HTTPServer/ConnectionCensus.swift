import Synchronization

/// Counts open connections, in all, by client and by loop, against their caps.
final class ConnectionCensus: Sendable {
  /// What comes of a connection.
  enum Verdict {
    /// Counted in for the loop of this index.
    case loop(Int)
    case full
    /// Its client has as many as it may.
    case fullForClient
  }

  private struct Counts {
    var total = 0
    var byNetwork: [[UInt8]: Int] = [:]
    var byLoop: [Int]
  }

  private let limit: Int
  private let limitPerNetwork: Int
  private let counts: Mutex<Counts>

  init(limit: Int, limitPerNetwork: Int, loops: Int) {
    self.limit = limit
    self.limitPerNetwork = limitPerNetwork
    counts = Mutex(Counts(byLoop: Array(repeating: 0, count: loops)))
  }

  /// Counts a connection in, or says which cap it is beyond.
  func admit(_ network: [UInt8]) -> Verdict {
    counts.withLock { counts in
      let own = counts.byNetwork[network, default: 0]
      guard own < limitPerNetwork else { return .fullForClient }
      guard counts.total < limit else { return .full }
      counts.total += 1
      counts.byNetwork[network] = own + 1
      let loop = Self.loop(counts.byLoop)
      counts.byLoop[loop] += 1
      return .loop(loop)
    }
  }

  /// The first loop that has few connections, or else the one with the fewest.
  ///
  /// Few connections are cheaper on one loop than on several: it then finds several ready at
  /// once and is woken less often.
  private static func loop(_ counts: [Int]) -> Int {
    if let first = counts.firstIndex(where: { $0 < few }) { return first }
    return counts.indices.min { counts[$0] < counts[$1] } ?? 0
  }

  /// As many connections as one loop serves without falling behind.
  private static let few = 64

  func release(_ network: [UInt8], loop: Int) {
    counts.withLock { counts in
      counts.total -= 1
      counts.byLoop[loop] -= 1
      let left = counts.byNetwork[network, default: 1] - 1
      counts.byNetwork[network] = left == 0 ? nil : left
    }
  }
}
