/// A column of labels: two values, of which one means that the customer left.
struct LabelValues {
  let labels: [Bool]

  private static let yes: Set<String> = ["yes", "true", "1", "y", "left", "churned"]
  private static let no: Set<String> = ["no", "false", "0", "n", "stayed", "active"]

  /// Reads the labels.
  ///
  /// - Throws: `invalidRequest` for a value that is neither, naming the record; for
  ///   a `positive` that does not occur; for more than two values.
  init(_ values: [String], positive: String?, path: String) throws(ServiceError) {
    var first: [String: Int] = [:]
    for (index, value) in values.enumerated() where first[value] == nil { first[value] = index }
    let distinct = first.sorted { $0.value < $1.value }
    guard distinct.count <= 2 else {
      throw ServiceError(
        .invalidRequest,
        "\(path): the label has more than two values: \(quoted(distinct[0].key)), "
          + "\(quoted(distinct[1].key)) and, in record \(distinct[2].value + 1), "
          + quoted(distinct[2].key),
        hint: "a label says of each customer whether they left: mend or remove the others")
    }
    if let positive {
      guard first[positive] != nil else {
        throw ServiceError(
          .invalidRequest, "\(path): no label is \(quoted(positive))",
          hint: "the labels are \(distinct.map { quoted($0.key) }.joined(separator: " and "))")
      }
      labels = values.map { $0 == positive }
      return
    }
    for (value, record) in distinct {
      let known = value.lowercased()
      guard Self.yes.contains(known) || Self.no.contains(known) else {
        throw ServiceError(
          .invalidRequest,
          "\(path): the label \(quoted(value)) in record \(record + 1) is neither yes nor no",
          hint: "say which value means the customer left: '--label-positive VALUE'")
      }
    }
    labels = values.map { Self.yes.contains($0.lowercased()) }
  }
}
