import Domain
import Engine
import Features
import Glibc
import Testing

@testable import Recommendation

/// Products that came after the cut, found by customers who bought before it: purchases of
/// the UCI Online Retail export, where it is at hand.
@Suite struct ContentQualityTests {
  private static let cut = Timestamp(year: 2011, month: 10, day: 11)

  private struct Shop {
    var log = InteractionLog()
    var products: [Product] = []
  }

  private static let archive: String? = {
    var root = #filePath
    for _ in 0..<3 { root = String(root[..<(root.lastIndex(of: "/") ?? root.startIndex)]) }
    let data = getenv("RAPPORT_DATA").map { String(cString: $0) } ?? root + "/../shared/data"
    let path = data + "/online-retail/online-retail.csv.gz"
    return access(path, R_OK) == 0 ? path : nil
  }()

  private static func read(_ path: String) throws -> Shop {
    // Only the description holds commas: the fields around it count from both ends. Customers
    // and products are numbered in the order of time; the title stands where one is new.
    let command =
      "gzip -dc '\(path)' | awk -F, 'NR > 1 && $(NF-1) != \"\" && $(NF-4) > 0 && $(NF-2) >= 0 {"
      + " d = $3; for (i = 4; i <= NF - 5; i++) d = d \",\" $i;"
      + " print $(NF-3) \"\\t\" $(NF-1) \"\\t\" $2 \"\\t\" d }' | LC_ALL=C sort"
      + " | awk -F'\\t' '{ if (!($2 in c)) c[$2] = n++; gsub(/[-:]/, \" \", $1); t = \"\";"
      + " if (!($3 in p)) { p[$3] = m++; t = $4 }; print $1, c[$2], p[$3], t }'"
    let lines = try #require(popen(command, "r"))
    defer { pclose(lines) }
    var shop = Shop()
    var buffer = [CChar](repeating: 0, count: 1000)
    while fgets(&buffer, Int32(buffer.count), lines) != nil {
      buffer.withUnsafeMutableBufferPointer { buffer in
        var rest = buffer.baseAddress
        func number() -> Int {
          var end: UnsafeMutablePointer<CChar>?
          defer { rest = end }
          return rest.map { strtol($0, &end, 10) } ?? 0
        }
        let time = Timestamp(
          year: number(), month: number(), day: number(), hour: number(), minute: number(),
          second: number())
        let (customer, product) = (number(), number())
        if product == shop.products.count, let rest {
          let title = String(cString: rest).split { $0 == "\n" || $0 == "\r\n" }.first ?? ""
          shop.products.append(
            Product(id: Product.ID("\(product)"), title: String(title)))
        }
        shop.log.append(
          customer: Customer.Key(Int64(customer)), product: Product.Key(Int64(product)),
          kind: .purchase, quantity: 1, value: 1, occurredAt: time)
      }
    }
    return shop
  }

  /// The share of pairs of a bought and another product that a list has in the right order.
  private static func area(_ scores: ArraySlice<Float>, bought: Set<Int>) -> Double {
    let others = scores.indices.filter { !bought.contains($0) }.map { scores[$0] }
    let sum = bought.reduce(0.0) { sum, row in
      sum
        + others.reduce(0.0) {
          $0 + (scores[row] > $1 ? 1 : scores[row] == $1 ? 0.5 : 0)
        }
    }
    return sum / Double(bought.count * others.count)
  }

  @Test(.enabled(if: archive != nil, "online-retail.csv.gz is not here; set RAPPORT_DATA"))
  func `products nobody has bought are found through their titles`() throws {
    let shop = try Self.read(try #require(Self.archive))
    let past = shop.log.filtered { shop.log.occurredAt[$0] < Self.cut }
    // Products are numbered by their first purchase: those of later come last.
    let known = Int(try #require(past.products.map(\.rawValue).max())) + 1
    let model = ContentModel.fit(Array(shop.products[..<known]))
      .appending(Array(shop.products[known...]))
    var bought: [Customer.Key: Set<Int>] = [:]
    for index in past.count..<shop.log.count where shop.log.products[index].rawValue >= known {
      bought[shop.log.customers[index], default: []].insert(
        Int(shop.log.products[index].rawValue))
    }
    let buyers = Set(past.customers)
    let customers = Vocabulary(
      bought.keys.filter { buyers.contains($0) }.sorted { $0.rawValue < $1.rawValue })
    let builder = HistoryBuilder(
      products: Vocabulary((0..<known).map { Product.Key(Int64($0)) }),
      weights: InteractionWeights(), ownHalfLifeDays: 120)
    let histories = builder.histories(of: customers, in: past, asOf: Self.cut)
    var (areas, recalls): ([Double], [Double]) = ([], [])
    for (customer, history) in zip(customers.keys, histories) {
      let truth = bought[customer] ?? []
      guard
        let scores = model.scores(for: history)
      else { continue }
      areas.append(Self.area(scores.values[known...], bought: truth))
      let best = Set(
        scores.values.indices.dropFirst(known).sorted { scores.values[$0] > scores.values[$1] }
          .prefix(10))
      recalls.append(Double(best.intersection(truth).count) / Double(min(10, truth.count)))
    }
    let late = shop.products.count - known
    let chance = 10 / Double(late)
    let (area, recall) = (
      areas.reduce(0, +) / Double(areas.count), recalls.reduce(0, +) / Double(areas.count)
    )
    print(
      "content: \(late) late products, \(areas.count) customers, AUC \(area), recall@10 of the "
        + "late ones \(recall), by chance \(chance)")
    #expect(late > 50 && areas.count > 200)
    // Without a title every late product would have the same score: 0.5 and chance.
    #expect(area > 0.6)
    #expect(recall > 2 * chance)
  }
}
