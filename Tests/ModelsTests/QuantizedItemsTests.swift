import Engine
import Glibc
import Testing

@testable import Models

@Suite struct QuantizedItemsTests {
  /// Purchases of the UCI Online Retail export, where it is at hand:
  /// [customers, products].
  private static let purchases: SparseMatrix? = {
    var root = #filePath
    for _ in 0..<3 { root = String(root[..<(root.lastIndex(of: "/") ?? root.startIndex)]) }
    let data = getenv("RAPPORT_DATA").map { String(cString: $0) } ?? root + "/../shared/data"
    let path = data + "/online-retail/online-retail.csv.gz"
    guard access(path, R_OK) == 0 else { return nil }
    // The second field and the last but one; only the third holds commas.
    guard
      let lines = popen(
        "gzip -dc '\(path)' | awk -F, 'NR > 1 && $(NF-1) != \"\" { print $(NF-1), $2 }'"
          + " | LC_ALL=C sort -u", "r")
    else { return nil }
    defer { pclose(lines) }
    var (customers, products): ([String: Int], [String: Int]) = ([:], [:])
    var (rows, columns): ([Int], [Int]) = ([], [])
    var line = [CChar](repeating: 0, count: 200)
    while fgets(&line, Int32(line.count), lines) != nil {
      guard let space = line.firstIndex(of: 32), let end = line.firstIndex(of: 10) else { continue }
      let customer = String(decoding: line[..<space].map { UInt8($0) }, as: UTF8.self)
      let product = String(decoding: line[space..<end].map { UInt8($0) }, as: UTF8.self)
      let (row, column) = (
        customers[customer] ?? customers.count, products[product] ?? products.count
      )
      customers[customer] = row
      products[product] = column
      rows.append(row)
      columns.append(column)
    }
    guard !rows.isEmpty else { return nil }
    return SparseMatrix(
      rowCount: customers.count, columnCount: products.count, entryRows: rows,
      entryColumns: columns, entryValues: [Float](repeating: 1, count: rows.count))
  }()

  /// Users of eight tastes, who sometimes stray.
  private static let tastes: SparseMatrix = {
    var generator = SplitMix64(seed: 12)
    var (rows, columns): ([Int], [Int]) = ([], [])
    for user in 0..<600 {
      for _ in 0..<40 {
        let group = generator.index(below: 5) == 0 ? generator.index(below: 8) : user % 8
        rows.append(user)
        columns.append(group * 250 + min(generator.index(below: 250), generator.index(below: 250)))
      }
    }
    return SparseMatrix(
      rowCount: 600, columnCount: 2000, entryRows: rows, entryColumns: columns,
      entryValues: [Float](repeating: 1, count: rows.count))
  }()

  /// Compares the best ten of up to 400 users with those by exact scores.
  private static func compare(_ matrix: SparseMatrix) throws {
    let model = try ImplicitALS.fit(
      matrix, configuration: .init(dimension: 64, iterations: 8, threads: 2))
    let items = try QuantizedItems(model.itemFactors)
    var (users, scored) = (0, 0)
    for user in stride(from: 0, to: matrix.rowCount, by: max(1, matrix.rowCount / 400)) {
      let query = model.userFactors.row(user)
      let seen = matrix.entries(ofRow: user).map { Int(matrix.columns[$0]) }
      let (best, count) = items.search(10, for: query, excluding: seen)
      let expected = Ranking.top(10, of: scores(model.itemFactors, query), excluding: seen)
      #expect(best.map(\.index) == expected.map(\.index), "user \(user)")
      #expect(best.map(\.score) == expected.map(\.score), "user \(user)")
      users += 1
      scored += count
    }
    // Otherwise the codes would be of no use.
    #expect(scored < users * matrix.columnCount / 10)
  }

  private static func scores(_ factors: Tensor, _ query: [Float]) -> [Float] {
    (0..<factors.rows).map { Kernels.dot(factors.row($0), query, query.count) }
  }

  @Test func `few of the items of learned factors are scored and the best are exact`() throws {
    try Self.compare(Self.tastes)
  }

  @Test(.enabled(if: purchases != nil, "online-retail.csv.gz is not here; set RAPPORT_DATA"))
  func `the best among factors of real purchases are exact`() throws {
    let purchases = try #require(Self.purchases)
    #expect(purchases.rowCount > 4000 && purchases.columnCount > 3000)
    try Self.compare(purchases)
  }

  @Test(arguments: UInt64(0)..<30)
  func `the best of random factors of any norm and threads are exact`(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let (count, dimension) = (1 + generator.index(below: 9000), 1 + generator.index(below: 40))
    var values: [Float] = []
    for _ in 0..<count {
      let length = Float(generator.uniform()) + (generator.index(below: 50) == 0 ? 9 : 0)
      for _ in 0..<dimension { values.append(length * Float(generator.normal())) }
    }
    let factors = Tensor(shape: [count, dimension], values: values)
    let items = try QuantizedItems(factors)
    for _ in 0..<3 {
      let query = (0..<dimension).map { _ in Float(generator.normal()) * 1e-3 }
      let excluded = (0..<count / 5).map { _ in generator.index(below: count) }
      let k = 1 + generator.index(below: 30)
      let expected = Ranking.top(k, of: Self.scores(factors, query), excluding: excluded)
      for threads in [1, 3] {
        let top = items.top(k, for: query, excluding: excluded, threads: threads)
        #expect(top.map(\.index) == expected.map(\.index), "seed \(seed)")
        #expect(top.map(\.score) == expected.map(\.score), "seed \(seed)")
      }
    }
  }

  @Test(arguments: [
    (1, 1, 1), (15, 3, 5), (16, 4, 16), (17, 7, 4), (511, 33, 10), (513, 64, 10), (1030, 5, 2000),
  ])
  func `of equal scores the lowest indices are kept`(items: Int, dimension: Int, k: Int) throws {
    var generator = SplitMix64(seed: UInt64(items))
    func values(_ count: Int) -> [Float] {
      (0..<count).map { _ in Float(generator.index(below: 9) - 4) }
    }
    let factors = Tensor(shape: [items, dimension], values: values(items * dimension))
    let query = values(dimension)
    let excluded = (0..<items / 3).map { _ in generator.index(below: items) }
    let index = try QuantizedItems(factors)
    let top = index.top(k, for: query, excluding: excluded)
    let expected = Ranking.top(
      k, of: LinearAlgebra.product(factors, query), excluding: excluded)
    #expect(top.map(\.index) == expected.map(\.index))
    #expect(top.map(\.score) == expected.map(\.score))
  }

  @Test func `extreme factors keep their order`() throws {
    let factors = Tensor(
      shape: [6, 2], values: [1e-30, 0, 1e30, 1e30, 0, 0, -1e30, 1, 1e-38, 1e-38, 3, -4])
    let index = try QuantizedItems(factors)
    #expect(index.top(6, for: [1, 0]).map(\.index) == [1, 5, 0, 4, 2, 3])
    #expect(index.top(2, for: [0, -1]).map(\.index) == [5, 0])
    #expect(index.top(9, for: [0, 0], excluding: [0, 5, 5]).map(\.index) == [1, 2, 3, 4])
  }

  @Test func `without a usable query or items there is no answer`() throws {
    let index = try QuantizedItems(Tensor(shape: [2, 1], values: [1, 2]))
    #expect(index.top(1, for: [.nan]).isEmpty)
    #expect(index.top(1, for: [.infinity]).isEmpty)
    #expect(index.top(0, for: [1]).isEmpty)
    #expect(index.top(3, for: [1], excluding: [0, 1]).isEmpty)
    #expect(try QuantizedItems(Tensor(zeros: [0, 4])).top(3, for: [1, 2, 3, 4]).isEmpty)
  }

  @Test func `a query of zeros finds the lowest indices without a look at factors`() throws {
    var generator = SplitMix64(seed: 3)
    let factors = (0..<900 * 5).map { _ in Float(generator.normal()) }
    let index = try QuantizedItems(Tensor(shape: [900, 5], values: factors))
    let query = [Float](repeating: 0, count: 5)
    let (items, scored) = index.search(4, for: query, excluding: [3, 0, 1, 3])
    #expect(items.map(\.index) == [2, 4, 5, 6])
    #expect(items.allSatisfy { $0.score == 0 })
    #expect(scored == 0)
    #expect(index.top(900, for: query, excluding: 1..<900).map(\.index) == [0])
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity])
  func `a factor that is not a number is named`(value: Float) throws {
    let factors = Tensor(shape: [3, 2], values: [1, 2, 3, 4, 5, value])
    let error = #expect(throws: ModelError.self) { try QuantizedItems(factors) }
    #expect(error?.code == .notFinite)
    #expect(error?.message.contains("factor 1 of item 2 is \(value)") == true)
  }
}
