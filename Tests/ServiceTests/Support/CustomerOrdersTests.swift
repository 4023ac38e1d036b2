import Domain
import Storage
import Testing

@testable import Service

@Suite struct CustomerOrdersTests {
  private func line(_ id: String?, _ seconds: Int64, product: Int64 = 1) -> PurchaseLine {
    PurchaseLine(
      product: Product.Key(product), quantity: 1, value: 2.5,
      occurredAt: Timestamp(seconds: seconds), eventID: id)
  }

  @Test func `lines of one second are one order`() {
    let orders = CustomerOrders([
      line("B-9", 200), line("A-17/2", 100, product: 2), line("A-17/1", 100),
    ])
    #expect(orders.orders.map(\.number) == ["B-9", "A-17"])
    #expect(orders.orders.map(\.value) == [2.5, 5])
    #expect(orders.orders.map(\.lines) == [1, 2])
    #expect(orders.orders[1].products == [Product.Key(1), Product.Key(2)])
    for spelling in ["A-17", "a17", "A 17", "A-17/1", "a-17-2"] {
      #expect(orders[spelling]?.number == "A-17", "\(spelling)")
    }
    #expect(orders["A-1"] == nil)
    #expect(orders[""] == nil)
    #expect(orders["---"] == nil)
  }

  @Test func `lines whose ids have nothing in common go by the first`() {
    let orders = CustomerOrders([line("e00051", 100), line("e00050", 100)])
    #expect(orders.orders.map(\.number) == ["e00050"])
    #expect(orders["e00051"]?.number == "e00050")
  }

  @Test func `a single line may be asked for without its own number`() {
    let orders = CustomerOrders([line("1000234-1", 100)])
    #expect(orders["1000234"]?.number == "1000234-1")
  }

  @Test func `orders without ids have no number`() {
    let orders = CustomerOrders([line(nil, 100), line(nil, 90)])
    #expect(orders.orders.map(\.number) == [nil, nil])
    #expect(CustomerOrders([]).orders.isEmpty)
  }
}
