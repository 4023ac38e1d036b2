import Domain
package import Engine

extension SupportModel {
  /// Takes texts out of a stored model's entries.
  ///
  /// An example goes; a question, without which an entry is none, becomes the name of
  /// its intent in words. Weights stay: they hold hashes of parts of words, not texts.
  ///
  /// - Parameters:
  ///   - texts: what must not be there any more, as it is stored.
  ///   - checkpoint: of a support model; unchanged where it has none of the texts.
  /// - Returns: how many were taken out.
  /// - Throws: `SupportError` and `CheckpointError` where the entries cannot be read.
  package static func forget(
    _ texts: Set<String>, in checkpoint: inout Checkpoint
  ) throws -> Int {
    var count = 0
    var entries = try entries(of: checkpoint)
    for index in entries.indices {
      let entry = entries[index]
      entries[index].examples.removeAll(where: texts.contains)
      let words = String(entry.intent.map { $0 == "_" ? " " : $0 })
      entries[index].questions = entry.questions.map { texts.contains($0) ? words : $0 }
      count += entry.examples.count - entries[index].examples.count
      count += entry.questions.count { texts.contains($0) }
    }
    guard count > 0 else { return 0 }
    store(entries, in: &checkpoint)
    checkpoint.metadata["phrasings"] = String(try SupportCorpus(entries).phrasings.count)
    return count
  }
}
