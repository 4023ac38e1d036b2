import Domain
import Ingest

/// Keeps all it is given.
struct CollectingSink: ImportSink {
  struct Failure: Error {}

  var lines: [Int] = []
  var customers: [Customer] = []
  var products: [Product] = []
  var interactions: [Interaction] = []
  var ordinals: [[Int]] = []
  var parties: [[String?]] = []
  var faq: [FAQEntry] = []
  var labels: [ChurnLabel] = []
  var checkpoints: [ImportCheckpoint] = []
  /// Refuses the record of this line, or fails at it.
  var refusesLine: Int?
  var failsAtLine: Int?

  mutating func receive(_ record: SourceRecord, line: Int) throws -> Refusal? {
    if line == failsAtLine { throw Failure() }
    if line == refusesLine {
      return Refusal(RefusalReason(code: "unwanted", text: "not wanted"), field: "id")
    }
    lines.append(line)
    switch record {
    case .customer(let customer): customers.append(customer)
    case .product(let product): products.append(product)
    case .interaction(let record):
      interactions.append(record.interaction)
      ordinals.append([record.customerOrdinal, record.productOrdinal])
      parties.append([record.title?.string, record.category?.string, record.country?.string])
    case .faq(let entry): faq.append(entry)
    case .label(let label): labels.append(label)
    }
    return nil
  }

  mutating func checkpoint(_ checkpoint: ImportCheckpoint) throws {
    checkpoints.append(checkpoint)
  }
}

/// Imports text in pieces of a size.
func imported(
  _ text: String, _ options: ImportOptions, pieceSize: Int = .max
) throws -> (sink: CollectingSink, summary: ImportSummary) {
  var sink = CollectingSink()
  let summary = try Importer(options).run(
    from: ByteSource(bytes: Array(text.utf8), pieceSize: pieceSize), into: &sink)
  return (sink, summary)
}

/// The error of an import that cannot be done.
func failure(_ text: String, _ options: ImportOptions) throws -> ImportError {
  do {
    _ = try imported(text, options)
  } catch let error as ImportError {
    return error
  }
  throw NoFailure()
}

struct NoFailure: Error {}
