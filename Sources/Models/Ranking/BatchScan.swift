import Engine

/// Fills the lists of a batch ranking.
///
/// Items are copied into panels, a slab of them at a time, which all threads
/// read. A thread takes a few users through the tiles of a slab; a tile stays in
/// its cache while all of them meet it. Products are compared with the worst of
/// their user's list where they arise, in registers: few are ever written.
struct BatchScan: @unchecked Sendable {
  private static let block = Kernels.rankingBlock
  /// The most bytes of a slab, and of a tile as of what may be found in it.
  private static let slabSize = 16 << 20
  private static let tileSize = 128 << 10
  private static let usersPerChunk = 8 * block.queries

  /// [userCount, dimension].
  let users: UnsafePointer<Float>
  let userCount: Int
  /// [itemCount, dimension].
  let items: UnsafePointer<Float>
  let itemCount: Int
  /// Above 0.
  let dimension: Int
  /// [userCount, itemCount].
  let seen: SparseMatrix?
  /// Above 0.
  let limit: Int
  /// [userCount], zeros at first.
  let counts: UnsafeMutablePointer<Int>
  /// [userCount, limit].
  let indices: UnsafeMutablePointer<Int32>
  /// [userCount, limit].
  let scores: UnsafeMutablePointer<Float>

  private var panelCount: Int { (itemCount + Self.block.items - 1) / Self.block.items }
  private var panelLength: Int { Self.block.items * dimension }

  func run(threads: Int) {
    let panelsPerSlab = min(panelCount, max(1, Self.slabSize / (4 * panelLength)))
    withUnsafeTemporaryAllocation(
      byteCount: 4 * panelsPerSlab * panelLength, alignment: 64
    ) { memory in
      guard let memory = memory.bindMemory(to: Float.self).baseAddress else { return }
      nonisolated(unsafe) let slab = memory
      for start in stride(from: 0, to: panelCount, by: panelsPerSlab) {
        let panels = start..<min(start + panelsPerSlab, panelCount)
        Parallel.forEachChunk(count: panels.count, chunkSize: 16, threads: threads) { chunk in
          for panel in chunk { copy(panels.lowerBound + panel, to: slab + panel * panelLength) }
        }
        Parallel.forEachChunk(
          count: userCount, chunkSize: Self.usersPerChunk, threads: threads
        ) { chunk in
          rank(chunk, panels: panels, slab: slab)
        }
      }
    }
  }

  private func copy(_ panel: Int, to result: UnsafeMutablePointer<Float>) {
    let first = panel * Self.block.items
    Kernels.interleave(
      items + first * dimension, count: min(Self.block.items, itemCount - first),
      dimension: dimension, width: Self.block.items, result)
  }

  /// Takes a chunk of users through a slab of items.
  private func rank(_ chunk: Range<Int>, panels: Range<Int>, slab: UnsafePointer<Float>) {
    let (width, items) = Self.block
    let panelSize = max(4 * panelLength, 8 * width * items)
    let tile = max(1, min(panels.count, Self.tileSize / panelSize))
    let found = tile * width * items
    let blocks = (chunk.count + width - 1) / width
    withUnsafeTemporaryAllocation(
      byteCount: 4 * (blocks * width * (dimension + 1) + 2 * found), alignment: 64
    ) { memory in
      guard let queries = memory.bindMemory(to: Float.self).baseAddress else { return }
      let thresholds = queries + blocks * width * dimension
      let foundScores = thresholds + blocks * width
      let foundPlaces = UnsafeMutableRawPointer(foundScores + found)
        .bindMemory(to: Int32.self, capacity: found)
      // Nothing is above the threshold of a user that only fills a block.
      thresholds.update(repeating: .infinity, count: blocks * width)
      for block in 0..<blocks {
        let first = chunk.lowerBound + block * width
        Kernels.interleave(
          users + first * dimension, count: min(width, chunk.upperBound - first),
          dimension: dimension, width: width, queries + block * width * dimension)
      }
      var heaps = chunk.map { user in
        BoundedHeap(
          scores: scores + user * limit, indices: indices + user * limit, capacity: limit,
          count: counts[user])
      }
      for user in heaps.indices { thresholds[user] = heaps[user].threshold }
      var panel = panels.lowerBound
      while panel < panels.upperBound {
        // The first tiles are small, for they meet thresholds that are too low.
        let count = min(tile, max(1, panel), panels.upperBound - panel)
        for block in 0..<blocks {
          let products = Kernels.productsAbove(
            queries + block * width * dimension,
            slab + (panel - panels.lowerBound) * panelLength, dimension: dimension,
            panels: count, thresholds: thresholds + block * width, scores: foundScores,
            places: foundPlaces)
          for product in 0..<products {
            let user = block * width + Int(foundPlaces[product] & 15)
            let item = panel * items + Int(foundPlaces[product] >> 4)
            guard item < itemCount, foundScores[product] > thresholds[user],
              !isSeen(item, by: chunk.lowerBound + user)
            else { continue }
            heaps[user].offer(foundScores[product], item)
            thresholds[user] = heaps[user].threshold
          }
        }
        panel += count
      }
      for (user, heap) in zip(chunk, heaps) {
        if panels.upperBound == panelCount { heap.sort() }
        counts[user] = heap.count
      }
    }
  }

  private func isSeen(_ item: Int, by user: Int) -> Bool {
    guard let seen else { return false }
    return seen.columns.sortedIndex(of: item, in: seen.entries(ofRow: user)) != nil
  }
}
