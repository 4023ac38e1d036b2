import Synchronization

/// Counts open connections, in all and by client, against their caps.
final class ConnectionCensus: Sendable {
  private struct Counts {
    var total = 0
    var byNetwork: [[UInt8]: Int] = [:]
  }

  private let limit: Int
  private let limitPerNetwork: Int
  private let counts = Mutex(Counts())

  init(limit: Int, limitPerNetwork: Int) {
    self.limit = limit
    self.limitPerNetwork = limitPerNetwork
  }

  /// Counts a connection in, or says false if it is one too many.
  func admit(_ network: [UInt8]) -> Bool {
    counts.withLock { counts in
      let own = counts.byNetwork[network, default: 0]
      guard counts.total < limit && own < limitPerNetwork else { return false }
      counts.total += 1
      counts.byNetwork[network] = own + 1
      return true
    }
  }

  func release(_ network: [UInt8]) {
    counts.withLock { counts in
      counts.total -= 1
      let left = counts.byNetwork[network, default: 1] - 1
      counts.byNetwork[network] = left == 0 ? nil : left
    }
  }
}
