package import Engine

/// The best items of many users at once, by the products of their factors.
package struct BatchRanking: Sendable, Equatable {
  /// The most items a user has.
  package let limit: Int
  /// How many items each user has; fewer than `limit` where not enough are left.
  package let counts: [Int]
  /// [users, limit], best first, zeros after a user's last.
  private let indices: [Int32]
  /// [users, limit], zeros after a user's last.
  private let scores: [Float]

  package var userCount: Int { counts.count }

  /// The items of a user with their scores, best first.
  package subscript(user: Int) -> [(index: Int, score: Float)] {
    (user * limit..<user * limit + counts[user]).map { (Int(indices[$0]), scores[$0]) }
  }

  /// Scores all items for all users and keeps the best `limit` of each, ties by
  /// ascending index.
  ///
  /// Items already seen and scores that are NaN or −∞ are left out, rather than
  /// filling a list with them. The number of threads does not change a bit.
  ///
  /// - Parameters:
  ///   - limit: how many items to keep at most.
  ///   - users: [users, dimension].
  ///   - items: [items, dimension].
  ///   - seen: [users, items], whose entries are left out whatever their value.
  ///   - threads: how many threads share the users.
  /// - Complexity: O(users · items · dimension), and at most 16 MB for a copy of
  ///   items and 128 kB + 400 · dimension bytes a thread.
  package init(
    limit: Int, users: Tensor, items: Tensor, excluding seen: SparseMatrix? = nil,
    threads: Int = Parallel.coreCount
  ) {
    let (dimension, itemCount, userCount) = (users.columns, items.rows, users.rows)
    precondition(
      limit >= 0 && items.columns == dimension,
      "batch ranking: limit \(limit), users \(users.shape), items \(items.shape)")
    if let seen {
      precondition(
        seen.rowCount == userCount && seen.columnCount == itemCount,
        "batch ranking: users \(users.shape), items \(items.shape), seen "
          + "[\(seen.rowCount), \(seen.columnCount)]")
    }
    let limit = min(limit, itemCount)
    var counts = [Int](repeating: 0, count: userCount)
    var indices = [Int32](repeating: 0, count: userCount * limit)
    var scores = [Float](repeating: 0, count: userCount * limit)
    if limit > 0 && dimension > 0 {
      users.withUnsafeBufferPointer { users in
        items.withUnsafeBufferPointer { items in
          counts.withUnsafeMutableBufferPointer { counts in
            indices.withUnsafeMutableBufferPointer { indices in
              scores.withUnsafeMutableBufferPointer { scores in
                guard let users = users.baseAddress, let items = items.baseAddress,
                  let counts = counts.baseAddress, let indices = indices.baseAddress,
                  let scores = scores.baseAddress
                else { return }
                BatchScan(
                  users: users, userCount: userCount, items: items, itemCount: itemCount,
                  dimension: dimension, seen: seen, limit: limit, counts: counts,
                  indices: indices, scores: scores
                ).run(threads: threads)
              }
            }
          }
        }
      }
    }
    self.limit = limit
    self.counts = counts
    self.indices = indices
    self.scores = scores
  }
}
