import Domain
import Engine
import Testing

@testable import Features

@Suite struct ContentFeaturesTests {
  static let shop = [
    Product(
      id: Product.ID("1"), title: "Red enamel mug", category: "Home > Kitchen",
      attributes: ["colour": .text("red"), "capacity": .number(0.33), "ean": .text("9001")]),
    Product(
      id: Product.ID("2"), title: "Blue enamel mug", category: "Home > Kitchen",
      attributes: ["colour": .text("blue"), "capacity": .number(0.331), "ean": .text("9002")]),
    Product(
      id: Product.ID("3"), title: "Garden gloves", category: "Home > Garden",
      attributes: ["colour": .text("red, green"), "ean": .text("9003")]),
    Product(id: Product.ID("4"), title: "红色搪瓷杯", category: "厨房"),
    Product(id: Product.ID("5"), title: "蓝色搪瓷杯", category: "厨房"),
    Product(id: Product.ID("6"), title: "花园手套", category: "花园"),
    Product(id: Product.ID("7")),
  ]

  static func cosine(_ a: Product, _ b: Product, _ products: [Product] = shop) -> Float {
    let features = ContentFeatures.fit(products)
    return features.vector(of: a).dot(features.vector(of: b))
  }

  @Test func `a vector has length 1 and ascending columns`() {
    let features = ContentFeatures.fit(Self.shop)
    for product in Self.shop.dropLast() {
      let vector = features.vector(of: product)
      #expect(abs(vector.dot(vector) - 1) < 1e-5, "\(product.id)")
      #expect(zip(vector.columns, vector.columns.dropFirst()).allSatisfy { $0 < $1 })
    }
    #expect(features.vector(of: Self.shop[6]) == TextVector())
  }

  @Test func `two mugs are more alike than a mug and gloves`() {
    #expect(Self.cosine(Self.shop[0], Self.shop[1]) > 2 * Self.cosine(Self.shop[0], Self.shop[2]))
  }

  @Test func `two mugs are more alike than a mug and gloves in Chinese too`() {
    let mugs = Self.cosine(Self.shop[3], Self.shop[4])
    #expect(mugs > 0.3)
    #expect(mugs > 2 * Self.cosine(Self.shop[3], Self.shop[5]))
  }

  @Test func `a slip of the finger leaves most of a likeness`() {
    let right = Product(id: Product.ID("8"), title: "Ceramic teapot")
    let wrong = Product(id: Product.ID("9"), title: "Cerammic teapots")
    #expect(Self.cosine(right, wrong) > 0.1)
    #expect(Self.cosine(right, Product(id: Product.ID("9"), title: "Wool blanket")) < 0.02)
  }

  @Test func `words nobody used at training count`() {
    let one = Product(id: Product.ID("8"), title: "Zither strings")
    let other = Product(id: Product.ID("9"), title: "Zither case")
    #expect(Self.cosine(one, other) > 0.3)
  }

  @Test func `a shared attribute makes products alike and the number need not be exact`() {
    let features = ContentFeatures.fit(Self.shop)
    func vector(_ value: AttributeValue) -> TextVector {
      features.vector(of: Product(id: Product.ID("8"), attributes: ["capacity": value]))
    }
    #expect(vector(.number(0.33)).dot(vector(.number(0.3301))) > 0.99)
    #expect(vector(.number(0.33)).dot(vector(.number(0.5))) == 0)
    #expect(vector(.flag(true)).dot(vector(.flag(true))) > 0.99)
    #expect(vector(.flag(false)) == TextVector())
    #expect(vector(.text("Red,green")).dot(vector(.text("RED"))) > 0.5)
  }

  @Test func `an attribute whose values nearly all differ is ignored`() {
    let products = (0..<20).map {
      Product(
        id: Product.ID("\($0)"),
        attributes: ["sku": .text("s\($0)"), "brand": .text($0 % 2 == 0 ? "Fox" : "Owl")])
    }
    #expect(ContentFeatures.fit(products).ignoredAttributes == ["sku"])
    #expect(Self.cosine(products[0], products[2], products) > 0.99)
  }

  @Test func `long text is read word by word`() {
    let text = "Hand thrown in a small workshop and glazed twice, with a comfortable handle"
    let features = ContentFeatures.fit(Self.shop)
    let described = features.vector(of: Product(id: Product.ID("8"), description: text))
    let attributed = features.vector(
      of: Product(id: Product.ID("8"), attributes: ["story": .text(text)]))
    #expect(described.dot(attributed) > 0.99)
  }

  @Test func `a description counts less than a title`() {
    let features = ContentFeatures.fit(Self.shop)
    let gloves = features.vector(of: Product(id: Product.ID("8"), title: "Gloves"))
    let titled = features.vector(
      of: Product(id: Product.ID("9"), title: "Gloves", description: "Leather"))
    let described = features.vector(
      of: Product(id: Product.ID("9"), title: "Leather", description: "Gloves"))
    #expect(gloves.dot(titled) > 1.5 * gloves.dot(described))
  }

  @Test func `one product or none gives no trouble`() {
    for products in [[], [Self.shop[0]]] {
      let vector = ContentFeatures.fit(products).vector(of: Self.shop[0])
      #expect(abs(vector.dot(vector) - 1) < 1e-5)
    }
  }

  @Test func `stored features give the same vectors`() throws {
    let features = ContentFeatures.fit(Self.shop)
    var checkpoint = Checkpoint(kind: "test")
    features.save(to: &checkpoint, as: "content")
    let read = try ContentFeatures(
      Checkpoint(decoding: checkpoint.encoded()), as: "content")
    #expect(read == features)
    checkpoint.integers["content.columns"]?[0] = -1
    #expect(throws: CheckpointError.self) { try ContentFeatures(checkpoint, as: "content") }
  }
}
