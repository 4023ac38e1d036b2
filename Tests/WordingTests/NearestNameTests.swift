import Testing
import Wording

@Suite struct NearestNameTests {
  @Test(arguments: [
    ("imp", "import"), ("IMPORT", "import"), ("recomend", "recommend"), ("recommned", "recommend"),
    ("int", "init"), ("it", nil), ("x", nil), ("overview", nil), ("in", "init"),
  ])
  func `the nearest name is meant`(word: String, name: String?) {
    #expect(nearestName(to: word, among: ["init", "import", "recommend"]) == name)
  }

  @Test(arguments: [
    ("customer", "Customer ID"), ("customerid", "Customer ID"), ("CUSTOMER-ID", "Customer ID"),
    ("unit_price", "Price"), ("order.dat", "order.date"), ("", nil),
  ])
  func `a part of a name is near it, the nearest whole first`(word: String, name: String?) {
    let names = ["last_order.date", "order.date", "Customer ID", "Price"]
    #expect(nearestName(to: word, among: names) == name)
  }
}
