package import Engine

/// The best items of many users at once, by the products of their factors.
package struct BatchRanking: Sendable, Equatable {
  /// Users and items of one tile of scores, which stays in the cache.
  private static let tile = (users: 256, items: 512)

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
  /// - Complexity: O(users · items · dimension), and 4 bytes for each element of
  ///   a tile of 256 users and 512 items a thread.
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
                // Each user's results have one writer, the rest is read.
                nonisolated(unsafe) let shared = (users, items, counts, indices, scores)
                Parallel.forEachChunk(
                  count: userCount, chunkSize: Self.tile.users, threads: threads
                ) { chunk in
                  let (users, items, counts, indices, scores) = shared
                  let heaps = chunk.map {
                    BoundedHeap(
                      scores: scores + $0 * limit, indices: indices + $0 * limit, capacity: limit)
                  }
                  let sorted = Self.rank(
                    chunk, users: users + chunk.lowerBound * dimension, items: items,
                    itemCount: itemCount, dimension: dimension, seen: seen, heaps: heaps)
                  for (user, count) in zip(chunk, sorted) { counts[user] = count }
                }
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

  /// Fills and sorts the heaps of a chunk of users; returns their counts.
  private static func rank(
    _ chunk: Range<Int>, users: UnsafePointer<Float>, items: UnsafePointer<Float>,
    itemCount: Int, dimension: Int, seen: SparseMatrix?, heaps: [BoundedHeap]
  ) -> [Int] {
    var heaps = heaps
    // The next seen item of each user.
    var cursors = chunk.map { seen?.rowOffsets[$0] ?? 0 }
    let ends = chunk.map { seen?.rowOffsets[$0 + 1] ?? 0 }
    withUnsafeTemporaryAllocation(
      byteCount: 4 * chunk.count * tile.items, alignment: 64
    ) { scratch in
      guard let products = scratch.bindMemory(to: Float.self).baseAddress else { return }
      for start in stride(from: 0, to: itemCount, by: tile.items) {
        let count = min(tile.items, itemCount - start)
        Kernels.multiply(
          users, stride: dimension, items + start * dimension, stride: dimension,
          transposingSecond: true, plus: 0, products, stride: tile.items, rows: chunk.count,
          columns: count, inner: dimension)
        for user in heaps.indices {
          let row = products + user * tile.items
          if let seen {
            while cursors[user] < ends[user] {
              let column = Int(seen.columns[cursors[user]]) - start
              guard column < count else { break }
              row[column] = -.infinity
              cursors[user] += 1
            }
          }
          heaps[user].offer(row, count: count, first: start)
        }
      }
    }
    return heaps.indices.map { user in
      heaps[user].sort()
      return heaps[user].count
    }
  }
}
