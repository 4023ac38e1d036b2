import Engine

/// One epoch of stochastic gradient steps, on several threads yet repeatable.
///
/// Users and items are dealt into as many blocks each. The pairs of a block of
/// users and a block of items touch no factors of other blocks, so the pairs of
/// blocks along a diagonal run at the same time. Negatives come from the block
/// of the positive item; items are dealt afresh each epoch, so that all come to
/// meet all. The number of blocks depends on the data alone.
///
/// - Source: R. Gemulla, E. Nijkamp, P. J. Haas & Y. Sismanis 2011, "Large-Scale
///   Matrix Factorization with Distributed Stochastic Gradient Descent", KDD,
///   section 4.2.
struct BPRSampler {
  private let interactions: SparseMatrix
  /// The user of each entry.
  private let users: [Int32]
  private let rate: Float
  private let decay: Float
  private let threads: Int
  private let blocks: Int

  init(_ interactions: SparseMatrix, _ configuration: BPR.Configuration) {
    self.interactions = interactions
    var users: [Int32] = []
    users.reserveCapacity(interactions.entryCount)
    for user in 0..<interactions.rowCount {
      users += repeatElement(Int32(user), count: interactions.entries(ofRow: user).count)
    }
    self.users = users
    rate = Float(configuration.learningRate)
    decay = Float(configuration.regularization)
    threads = configuration.threads
    // A block needs items enough to draw a negative from.
    blocks = max(1, min(8, min(interactions.rowCount, interactions.columnCount) / 32))
  }

  /// Takes as many steps as there are interactions; returns the mean loss of
  /// the pairs, 0 if there were none.
  func run(
    _ userFactors: inout Tensor, _ itemFactors: inout Tensor,
    _ generator: inout Xoshiro256StarStar
  ) -> Double {
    let (entries, starts) = deal(&generator)
    let seed = generator.next()
    let width = itemFactors.columns
    var losses = [(sum: Double, count: Int)](repeating: (0, 0), count: blocks * blocks)
    userFactors.withUnsafeMutableBufferPointer { users in
      itemFactors.withUnsafeMutableBufferPointer { items in
        losses.withUnsafeMutableBufferPointer { losses in
          guard let users = users.baseAddress, let items = items.baseAddress,
            let losses = losses.baseAddress
          else { return }
          // Blocks that run at the same time share neither users nor items.
          nonisolated(unsafe) let shared = (users: users, items: items, losses: losses)
          for diagonal in 0..<blocks {
            Parallel.forEachChunk(count: blocks, chunkSize: 1, threads: threads) { chunk in
              let itemBlock = chunk.lowerBound
              let cell = itemBlock * blocks + (itemBlock + diagonal) % blocks
              var generator = Xoshiro256StarStar(seed: seed &+ UInt64(cell))
              shared.losses[cell] = step(
                positives: entries[starts[cell]..<starts[cell + 1]],
                negatives: entries[starts[itemBlock * blocks]..<starts[(itemBlock + 1) * blocks]],
                users: shared.users, items: shared.items, width: width, &generator)
            }
          }
        }
      }
    }
    let total = losses.reduce((0.0, 0)) { ($0.0 + $1.sum, $0.1 + $1.count) }
    return total.1 > 0 ? total.0 / Double(total.1) : 0
  }

  /// The entries by item block and, within one, by user block, and where each
  /// pair of blocks starts.
  private func deal(_ generator: inout Xoshiro256StarStar) -> (entries: [Int32], starts: [Int]) {
    let itemCount = interactions.columnCount
    var order = Array(0..<itemCount)
    generator.shuffle(&order)
    var block = [Int](repeating: 0, count: itemCount)
    for (position, item) in order.enumerated() { block[item] = position * blocks / itemCount }
    let cells = users.indices.map { entry in
      block[Int(interactions.columns[entry])] * blocks + Int(users[entry]) % blocks
    }
    var starts = [Int](repeating: 0, count: blocks * blocks + 1)
    for cell in cells { starts[cell + 1] += 1 }
    for cell in 0..<blocks * blocks { starts[cell + 1] += starts[cell] }
    var cursor = starts
    var entries = [Int32](repeating: 0, count: cells.count)
    for (entry, cell) in cells.enumerated() {
      entries[cursor[cell]] = Int32(entry)
      cursor[cell] += 1
    }
    return (entries, starts)
  }

  private func step(
    positives: ArraySlice<Int32>, negatives: ArraySlice<Int32>,
    users userFactors: UnsafeMutablePointer<Float>, items: UnsafeMutablePointer<Float>,
    width: Int, _ generator: inout Xoshiro256StarStar
  ) -> (sum: Double, count: Int) {
    var loss = 0.0
    var count = 0
    for _ in positives.indices {
      let entry = Int(positives[positives.startIndex + generator.index(below: positives.count)])
      // Drawing an interaction draws its item by popularity.
      let other = Int(negatives[negatives.startIndex + generator.index(below: negatives.count)])
      let user = Int(users[entry])
      guard !hasMet(user, interactions.columns[other]) else { continue }
      let u = userFactors + user * width
      let i = items + Int(interactions.columns[entry]) * width
      let j = items + Int(interactions.columns[other]) * width
      let difference = Double(Kernels.dot(u, i, width) - Kernels.dot(u, j, width))
      loss += Logistic.softplus(-difference)
      count += 1
      let pull = Float(Logistic.sigmoid(-difference))
      for d in 0..<width - 1 {
        let (a, b, c) = (u[d], i[d], j[d])
        u[d] = a + rate * (pull * (b - c) - decay * a)
        i[d] = b + rate * (pull * a - decay * b)
        j[d] = c - rate * (pull * a + decay * c)
      }
      let bias = width - 1
      i[bias] += rate * (pull - decay * i[bias])
      j[bias] -= rate * (pull + decay * j[bias])
    }
    return (loss, count)
  }

  private func hasMet(_ user: Int, _ item: Int32) -> Bool {
    var range = interactions.entries(ofRow: user)
    while let first = range.first {
      let middle = first + range.count / 2
      let column = interactions.columns[middle]
      if column == item { return true }
      range = column < item ? middle + 1..<range.upperBound : first..<middle
    }
    return false
  }
}
