import Domain
import Testing

@testable import Recommendation

@Suite struct ProductFilterTests {
  private let facts = ProductFacts([
    Product(id: Product.ID("a"), category: "Tea", price: 5, attributes: ["bio": .flag(true)]),
    Product(id: Product.ID("b"), category: "Tea", price: 19.99, available: false),
    Product(id: Product.ID("c"), category: "Cups", price: 19.99, available: true),
    Product(id: Product.ID("d"), attributes: ["bio": .text("true"), "weight": .number(2.5)]),
    nil,
  ])

  private func rows(_ filter: ProductFilter) -> [Int] {
    filter.mask(of: facts).enumerated().filter(\.element).map(\.offset)
  }

  @Test func `each condition holds alone`() {
    #expect(rows(ProductFilter()) == [0, 2, 3])
    #expect(rows(ProductFilter(includesUnavailable: true)) == [0, 1, 2, 3])
    #expect(rows(ProductFilter(categories: ["Tea"])) == [0])
    #expect(rows(ProductFilter(categories: ["Tea", "Cups", "Hats"])) == [0, 2])
    #expect(rows(ProductFilter(lowestPrice: 19.99)) == [2])
    #expect(rows(ProductFilter(highestPrice: 5)) == [0])
    #expect(rows(ProductFilter(attributes: [.init(name: "bio", value: "true")])) == [0, 3])
    #expect(rows(ProductFilter(attributes: [.init(name: "weight", value: "2.5")])) == [3])
  }

  @Test func `conditions hold together`() {
    let bio = AttributeCondition(name: "bio", value: "true")
    let weight = AttributeCondition(name: "weight", value: "2.5")
    #expect(rows(ProductFilter(attributes: [bio, weight])) == [3])
    #expect(rows(ProductFilter(lowestPrice: 5, highestPrice: 19.99)) == [0, 2])
    #expect(rows(ProductFilter(lowestPrice: 19.99, highestPrice: 5)) == [])
    #expect(
      rows(ProductFilter(categories: ["Tea"], highestPrice: 6, attributes: [bio])) == [0])
    #expect(
      rows(ProductFilter(categories: ["Tea"], lowestPrice: 6, includesUnavailable: true)) == [1])
  }

  @Test func `nothing left has a reason`() {
    #expect(ProductFilter(categories: ["Tea"]).reasonForNothing(in: facts) == nil)
    #expect(
      ProductFilter(categories: ["Hats"]).reasonForNothing(in: facts)
        == "none of the 3 available products has the category \"Hats\"")
    #expect(
      ProductFilter(categories: ["Tea"], lowestPrice: 6).reasonForNothing(in: facts)
        == "the only product that is left does not have a price of 6.0 or more")
    #expect(
      ProductFilter(attributes: [.init(name: "size", value: "1")]).reasonForNothing(in: facts)
        == "no product has an attribute \"size\"; there are bio, weight")
    #expect(
      ProductFilter(attributes: [.init(name: "bio", value: "no")]).reasonForNothing(in: facts)
        == "none of the 3 available products has bio = \"no\"")
    #expect(
      ProductFilter().reasonForNothing(in: ProductFacts([])) == "there are no products")
    #expect(
      ProductFilter().reasonForNothing(
        in: ProductFacts([Product(id: Product.ID("x"), available: false)]))
        == "no product is available")
  }
}
