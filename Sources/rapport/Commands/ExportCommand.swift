import Ingest
import Service
import Storage
import Terminal
import Wording

/// `rapport export`.
enum ExportCommand {
  static func run(_ context: Context) throws {
    let invocation = context.invocation
    let kindName = try invocation.requiredString("KIND")
    let formatName = try invocation.requiredString("format")
    guard let kind = RecordKind(rawValue: kindName),
      let format = RecordFormat(rawValue: formatName)
    else { throw invocation.misuse("There is no export of \"\(kindName)\" as \"\(formatName)\".") }
    let key = try key(invocation)
    try context.withRapport(.readOnly) { rapport in
      let outcome: RecordExportOutcome
      if let path = invocation.string("output") {
        outcome = try PrivateFile.write("the export", to: path) { output in
          try rapport.export(kind, as: format, pseudonymisedWith: key) { output.write($0) }
        }
      } else {
        outcome = try rapport.export(kind, as: format, pseudonymisedWith: key) {
          context.console.output.write($0)
        }
      }
      let console = context.console
      let records =
        ImportKind(rawValue: kind.rawValue)?.counted(outcome.records)
        ?? counted(outcome.records, "message")
      console.note("\(records) written.")
      if !outcome.rareValues.isEmpty {
        let list = outcome.rareValues.map { "\($0.attribute) (\(grouped($0.values)))" }
        console.note(
          "Values that fewer than five customers share are (rare): "
            + "\(list.joined(separator: ", ")).")
      }
    }
  }

  private static func key(_ invocation: Invocation) throws -> [UInt8]? {
    let path = invocation.string("key-file")
    guard invocation.flag("pseudonymise") else {
      guard path == nil, !invocation.flag("new-key") else {
        throw invocation.misuse("A key goes with '--pseudonymise'.")
      }
      return nil
    }
    guard let path else { throw invocation.misuse("'--pseudonymise' needs '--key-file FILE'.") }
    if invocation.flag("new-key") { try PrivateFile.makeKey(path) }
    return try PrivateFile.key(path, leastLength: Pseudonymiser.leastKeyLength)
  }
}
