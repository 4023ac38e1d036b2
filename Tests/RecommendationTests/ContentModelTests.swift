import Domain
import Engine
import Features
import Testing

@testable import Recommendation

@Suite struct ContentModelTests {
  static let titles = [
    "Red enamel mug", "Blue enamel mug", "Garden gloves", "Garden trowel", "Wool blanket",
    "Blue wool blanket", "红色搪瓷杯", "蓝色搪瓷杯", "花园手套", "园艺铲", "",
  ]

  static func products(_ titles: [String]) -> [Product] {
    titles.enumerated().map { Product(id: Product.ID("\($0)"), title: $1) }
  }

  static let model = ContentModel.fit(products(titles))

  /// A catalogue of titles drawn from a few dozen words.
  static func drawn(_ count: Int, seed: UInt64) -> [Product] {
    var generator = SplitMix64(seed: seed)
    return (0..<count).map { row in
      let words = (0..<(1 + generator.next() % 5)).map { _ in "word\(generator.next() % 40)x" }
      let category = "category \(generator.next() % 4)"
      return Product(
        id: Product.ID("\(row)"), title: words.joined(separator: " "),
        category: generator.next() % 3 == 0 ? nil : category)
    }
  }

  @Test(arguments: [(0, 1), (2, 3), (4, 5), (6, 7), (8, 9)])
  func `the product most like one is of its sort`(product: Int, like: Int) {
    #expect(Self.model.similar(to: product, limit: 1).map(\.product) == [like])
  }

  @Test func `a product without a record is near nothing`() {
    #expect(Self.model.similar(to: 10, limit: 5).isEmpty)
    #expect(!Self.model.knows(10))
    #expect(Self.model.knows(0))
    #expect(Self.model.scores(items: [10], weights: [1]).allSatisfy { $0 == 0 })
  }

  @Test func `the contributions sum to the score`() {
    let items = [0, 5, 2, 0]
    let weights: [Float] = [1, 0.5, -0.25, 0.125]
    let scores = Self.model.scores(items: items, weights: weights)
    for product in scores.indices {
      let terms = Self.model.contributions(items: items, weights: weights, to: product)
      #expect(abs(terms.reduce(0, +) - scores[product]) < 1e-6, "product \(product)")
    }
    #expect(scores[1] > 0)
  }

  @Test func `a dislike speaks against what is like it and terms sum to the score`() throws {
    func item(_ row: Int, _ kinds: [InteractionKind]) -> ProductHistory {
      var log = InteractionLog()
      for kind in kinds {
        log.append(
          customer: Customer.Key(1), product: Product.Key(Int64(row)), kind: kind, quantity: 1,
          value: 0, occurredAt: Tastes.start)
      }
      return HistoryBuilder(
        products: Vocabulary((0..<12).map { Product.Key($0) }), weights: InteractionWeights(),
        ownHalfLifeDays: 100
      ).history(in: log, asOf: Tastes.start).items[0]
    }
    let history = CustomerHistory(
      items: [
        item(0, [.purchase]), item(4, [.dislike, .dislike, .dislike]), item(10, [.purchase]),
        item(11, [.purchase]),
      ],
      sequence: [], asOf: Tastes.start)
    let scores = try #require(Self.model.scores(for: history))
    #expect(scores.values[1] > 0)
    #expect(scores.values[5] < 0)
    #expect(scores.values.allSatisfy { $0.isFinite })
    for (product, attribution) in scores.attributions(of: Array(0..<11)).enumerated() {
      let sum = attribution.terms.reduce(attribution.rest) { $0 + $1.value }
      #expect(abs(sum - scores.values[product]) < 1e-6)
      #expect(attribution.terms.allSatisfy { [0, 1].contains($0.item) })
    }
    let silent = CustomerHistory(
      items: [item(10, [.purchase])], sequence: [], asOf: Tastes.start)
    #expect(Self.model.scores(for: silent) == nil)
  }

  @Test func `without a history every score is zero`() {
    #expect(Self.model.scores(items: [], weights: []) == [Float](repeating: 0, count: 11))
  }

  @Test(arguments: [("Green enamel mug", 0, 1), ("绿色搪瓷杯", 6, 7)])
  func `a product that came later is found through its title`(
    title: String, bought: Int, other: Int
  ) {
    let grown = Self.model.appending([Product(id: Product.ID("late"), title: title)])
    #expect(grown.productCount == 12)
    let scores = grown.scores(items: [bought], weights: [1])
    #expect(Set(Order.best(2, of: scores)) == [other, 11])
    #expect(grown.scores(items: [11], weights: [1])[bought] > 0)
    #expect(Self.model.productCount == 11, "the model itself stays as it was")
  }

  @Test(arguments: [(UInt64(1), 3), (2, 10), (3, 400)])
  func `growing one by one equals finding all neighbours at once`(seed: UInt64, limit: Int) {
    let products = Self.drawn(400, seed: seed)
    let start = ContentModel.fit(Array(products[..<80]), neighbourLimit: limit)
    var grown = start.appending(Array(products[80..<81]))
    for row in stride(from: 81, to: 400, by: 11) {
      grown = grown.appending(Array(products[row..<min(400, row + 11)]))
    }
    let rebuilt = ContentModel(products, features: start.features, neighbourLimit: limit)
    #expect(grown.neighbours == rebuilt.neighbours, "seed \(seed)")
    #expect(grown.scales == rebuilt.scales, "seed \(seed)")
    #expect(grown.index.sorted() == rebuilt.index, "seed \(seed)")
  }

  @Test func `the neighbours are the nearest by brute force`() {
    let products = Self.drawn(120, seed: 7)
    let model = ContentModel.fit(products, neighbourLimit: 6)
    let vectors = products.map { model.features.vector(of: $0) }
    for row in products.indices {
      let near = model.similar(to: row, limit: 6)
      #expect(near.map(\.similarity) == near.map(\.similarity).sorted(by: >))
      let cosines = products.indices.filter { $0 != row }
        .map { vectors[row].dot(vectors[$0]) }.sorted(by: >)
      for (found, expected) in zip(near.map(\.similarity), cosines) {
        #expect(abs(found - min(1, expected)) < 1e-5, "row \(row)")
      }
      for near in near {
        #expect(abs(vectors[row].dot(vectors[near.product]) - near.similarity) < 1e-5)
      }
    }
  }

  @Test func `the number of threads changes no bit`() {
    let products = Self.drawn(300, seed: 5)
    #expect(ContentModel.fit(products, threads: 1) == ContentModel.fit(products, threads: 3))
  }

  @Test func `a stored model is the same and grows the same`() throws {
    let products = Self.drawn(90, seed: 9)
    let model = ContentModel.fit(Array(products[..<60])).appending(Array(products[60..<70]))
    var checkpoint = Checkpoint(kind: "test")
    model.save(to: &checkpoint)
    let read = try ContentModel(Checkpoint(decoding: checkpoint.encoded()))
    #expect(read.neighbours == model.neighbours)
    let late = Array(products[70...])
    #expect(read.appending(late).neighbours == model.appending(late).neighbours)
  }

  @Test(arguments: ["rows", "neighbours", "neighbourCounts", "offsets", "counts"])
  func `a damaged part is refused`(part: String) throws {
    var checkpoint = Checkpoint(kind: "test")
    Self.model.save(to: &checkpoint)
    checkpoint.integers["content.\(part)"]?[0] = 1 << 50
    #expect(throws: CheckpointError.self) { try ContentModel(checkpoint) }
    checkpoint.integers["content.\(part)"] = nil
    #expect(throws: CheckpointError.self) { try ContentModel(checkpoint) }
  }

  @Test func `an empty catalogue has a model and can grow`() throws {
    let empty = ContentModel.fit([])
    #expect(empty.scores(items: [], weights: []).isEmpty)
    let grown = empty.appending(Self.products(["Red mug", "Blue mug", "Spade"]))
    #expect(grown.similar(to: 0, limit: 3).map(\.product) == [1])
    var checkpoint = Checkpoint(kind: "test")
    empty.save(to: &checkpoint)
    #expect(try ContentModel(Checkpoint(decoding: checkpoint.encoded())) == empty)
  }
}

enum Order {
  /// The indices of the greatest values.
  static func best(_ count: Int, of values: [Float]) -> [Int] {
    Array(values.indices.sorted { values[$0] > values[$1] }.prefix(count))
  }
}
