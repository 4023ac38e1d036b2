import Domain
import FuzzSupport
import Ingest

/// Imports of every kind and format with every option: however the bytes are cut, the
/// same records are taken and the same refused, and none holds what the rest of the
/// program could not bear.
@main
enum CSVFuzz {
  private static let zones = ["UTC", "+05:30", "Europe/Berlin", "America/St_Johns"]
  private static let patterns = [nil, "%d.%m.%y %H:%M", "%Y%j", "%b %e, %Y %I:%M %p %z", "%s"]

  static func main() {
    Fuzzer.run { input in
      guard let options = options(&input) else { return }
      let piece = 1 + Int(input.byte())
      let bytes = Array(input.rest)
      let whole = run(bytes, options, pieceSize: .max)
      require(run(bytes, options, pieceSize: piece) == whole, "cut into \(piece)")
    }
  }

  private static func options(_ input: inout FuzzInput) -> ImportOptions? {
    let kind = input.choice(of: ImportKind.allCases)
    let format = input.choice(of: ImportFormat.allCases)
    let zone = input.choice(of: zones)
    let pattern = input.choice(of: patterns)
    let bits = input.byte()
    let fields = kind.fields.map(\.name)
    let map = bits & 1 == 0 ? [:] : [fields[0]: "a", fields[fields.count - 1]: "b,c"]
    let set = bits & 2 == 0 ? [:] : [fields[1]: "view"]
    guard
      var options = try? ImportOptions(
        kind: kind, format: format, map: map, set: set, timeZone: ImportTimeZone(zone),
        dateFormat: pattern.map { try DateFormat($0) }, labelPositive: bits & 4 == 0 ? nil : "x")
    else { return nil }
    options.mapsNamedFieldsOnly = bits & 8 != 0
    options.latestTime = bits & 16 == 0 ? nil : Timestamp(seconds: 1_770_000_000)
    options.checkpointInterval = 3
    return options
  }

  /// What an import came to, as text.
  private static func run(_ bytes: [UInt8], _ options: ImportOptions, pieceSize: Int) -> [String] {
    var sink = Sink(options: options)
    do {
      let summary = try Importer(options).run(
        from: ByteSource(bytes: bytes, pieceSize: pieceSize, name: "input"), into: &sink)
      return sink.lines + ["\(summary)"]
    } catch {
      require(error is ImportError, "\(error)")
      return sink.lines + ["\(error)"]
    }
  }

  /// Writes down what it is given.
  private struct Sink: ImportSink {
    var options: ImportOptions
    var lines: [String] = []

    mutating func receive(_ record: SourceRecord, line: Int) throws -> Refusal? {
      switch record {
      case .customer(let customer):
        require(!customer.id.rawValue.isEmpty, "a customer without id")
        lines.append("\(line) \(customer.id) \(customer.attributes.sorted { $0.key < $1.key })")
      case .product(let product):
        require(!product.id.rawValue.isEmpty && (product.price ?? 0).isFinite, "\(product)")
        lines.append("\(line) \(product.id) \(product.attributes.sorted { $0.key < $1.key })")
      case .interaction(let record):
        let interaction = record.interaction
        require(
          interaction.quantity.isFinite && (interaction.value ?? 0).isFinite, "\(interaction)")
        require(
          interaction.occurredAt <= options.latestTime ?? interaction.occurredAt, "\(interaction)")
        _ = (record.title?.string, record.category?.string, record.country?.string)
        lines.append("\(line) \(interaction)")
      case .faq(let entry): lines.append("\(line) \(entry)")
      case .label(let label): lines.append("\(line) \(label)")
      }
      return nil
    }

    mutating func checkpoint(_ checkpoint: ImportCheckpoint) throws {
      lines.append("\(checkpoint)")
    }
  }
}
