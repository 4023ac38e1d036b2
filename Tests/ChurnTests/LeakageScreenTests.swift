import Churn
import Domain
import Features
import Testing

@Suite struct LeakageScreenTests {
  private let labels = (0..<200).map { $0 % 4 == 0 }

  private func table(
    numeric: [String: (Int) -> Float] = [:], categorical: [String: (Int) -> String?] = [:]
  ) -> CustomerTable {
    CustomerTable(
      customers: labels.indices.map { Customer.Key(Int64($0)) },
      numeric: numeric.sorted { $0.key < $1.key }.map { name, value in
        CustomerTable.NumericColumn(name: name, values: labels.indices.map(value))
      },
      categorical: categorical.sorted { $0.key < $1.key }.map { name, value in
        CustomerTable.CategoricalColumn(name: name, values: labels.indices.map(value))
      })
  }

  @Test func `a column that is the label under another name is found`() {
    let found = LeakageScreen.leaks(
      in: table(
        numeric: ["exited": { self.labels[$0] ? 1 : 0 }, "age": { Float($0 % 37) }],
        categorical: [
          "status": { self.labels[$0] ? "cancelled" : "active" },
          "plan": { $0 % 3 == 0 ? "basic" : "plus" },
        ]), labels: labels)
    #expect(found == ["exited", "status"])
  }

  @Test func `a strong but honest column and a column of names stay`() {
    let found = LeakageScreen.leaks(
      in: table(
        numeric: ["usage": { self.labels[$0] && $0 % 8 != 0 ? 1 : Float($0 % 5) }],
        categorical: ["name": { "customer \($0)" }]), labels: labels)
    #expect(found.isEmpty)
  }
}
