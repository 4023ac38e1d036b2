import Domain
import Ingest
import Terminal

/// A shop's interactions: the file, how Rapport reads it, and a table of equal
/// columns and indexes for SQLite's own import.
struct Shop {
  let name: String
  let csv: String
  /// Options of `rapport import` as the command line takes them.
  let map: [String: String]
  let set: [String: String]
  let tableDefinition: String
  /// Where the published split divides past and future; nil for the usual one.
  let recommenderCutoff: Timestamp?

  /// The real export where it is there, else the shipped seed data.
  init(_ setting: Setting) throws {
    if let export = setting.path(of: .onlineRetail) {
      name = "online-retail"
      csv = try setting.unpacked(export, as: "online-retail.csv")
      map = [
        "customer_id": "CustomerID", "product_id": "StockCode", "occurred_at": "InvoiceDate",
        "quantity": "Quantity", "price": "UnitPrice", "title": "Description",
        "country": "Country",
      ]
      set = ["kind": "purchase"]
      recommenderCutoff = Timestamp(year: 2011, month: 10, day: 11)
      // The third index holds no row, as ours does where no line has an event id.
      tableDefinition = """
        CREATE TABLE lines (InvoiceNo TEXT, StockCode TEXT, Description TEXT, Quantity INTEGER,
          InvoiceDate TEXT, UnitPrice REAL, CustomerID TEXT, Country TEXT) STRICT;
        CREATE INDEX by_customer ON lines (CustomerID, InvoiceDate);
        CREATE UNIQUE INDEX by_event ON lines (InvoiceNo) WHERE InvoiceNo IS NULL;
        """
    } else {
      setting.say("The shipped seed data stand in for it.")
      name = "seed-data"
      csv = setting.seedFile("interactions.csv")
      map = [:]
      set = [:]
      recommenderCutoff = nil
      tableDefinition = """
        CREATE TABLE lines (event_id TEXT, customer_id TEXT, product_id TEXT, kind TEXT,
          quantity REAL, price TEXT, value TEXT, occurred_at TEXT) STRICT;
        CREATE INDEX by_customer ON lines (customer_id, occurred_at);
        CREATE UNIQUE INDEX by_event ON lines (event_id) WHERE event_id IS NOT NULL;
        """
    }
  }

  /// The words of `rapport import`.
  var importArguments: [String] {
    var words = ["import", "interactions", csv]
    for (field, column) in map.sorted(by: { $0.key < $1.key }) {
      words += ["--map", "\(field)=\(column)"]
    }
    for (field, value) in set.sorted(by: { $0.key < $1.key }) {
      words += ["--set", "\(field)=\(value)"]
    }
    return words
  }

  /// The same, for an import in this process.
  func importOptions() throws(ImportError) -> ImportOptions {
    try ImportOptions(kind: .interactions, map: map, set: set)
  }
}
