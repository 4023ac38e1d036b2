import Engine

// Shapes: rows, scales: [kept]; codes: [kept, size].

/// The rows of a table that training used, at eight bits a number: a row is its
/// codes times its scale.
struct QuantizedTable: Sendable, Hashable {
  let size: Int
  /// Ascending.
  let rows: [Int32]
  let scales: [Float]
  let codes: [Int8]

  init(size: Int, rows: [Int32], scales: [Float], codes: [Int8]) {
    precondition(
      scales.count == rows.count && codes.count == rows.count * size,
      "quantized table: \(rows.count) rows of \(size), \(scales.count) scales, \(codes.count) codes"
    )
    self.size = size
    self.rows = rows
    self.scales = scales
    self.codes = codes
  }

  /// Rounds the rows of a parameter.
  ///
  /// - Precondition: the rows ascend and lie in the table.
  init(_ slab: ParameterSlab, _ table: Parameter, rows: [Int32]) {
    let size = table.shape[1]
    var (scales, codes): ([Float], [Int8]) = ([], [])
    scales.reserveCapacity(rows.count)
    codes.reserveCapacity(rows.count * size)
    for row in rows {
      let values = slab.values + table.offset + Int(row) * size
      var greatest: Float = 0
      for index in 0..<size { greatest = max(greatest, abs(values[index])) }
      let scale = greatest / 127
      scales.append(scale)
      for index in 0..<size {
        // A scale so small that it is rounded itself may give more than 127.
        let code = scale > 0 ? (values[index] / scale).rounded() : 0
        codes.append(Int8(max(-127, min(127, code))))
      }
    }
    self.init(size: size, rows: rows, scales: scales, codes: codes)
  }

  /// Writes the rows to a parameter; the rest of it becomes zero.
  func write(to slab: ParameterSlab, _ table: Parameter) {
    slab.fill(table, with: 0)
    for (index, row) in rows.enumerated() {
      let place = slab.values + table.offset + Int(row) * size
      for column in 0..<size { place[column] = Float(codes[index * size + column]) * scales[index] }
    }
  }
}

extension QuantizedTable {
  func save(to checkpoint: inout Checkpoint, as name: String) {
    checkpoint.integers["\(name).rows"] = PackedIntegers.pack(rows)
    checkpoint.tensors["\(name).scales"] = Tensor(shape: [scales.count], values: scales)
    checkpoint.integers["\(name).codes"] = stride(from: 0, to: codes.count, by: 8).map { start in
      codes[start..<min(start + 8, codes.count)].enumerated().reduce(0) { word, code in
        word | Int64(UInt8(bitPattern: code.element)) << (8 * code.offset)
      }
    }
  }

  /// Reads what `save(to:as:)` stored for a table of so many rows.
  ///
  /// - Throws: `mismatch` if it is not there or does not fit.
  init(_ checkpoint: Checkpoint, as name: String, rows count: Int, size: Int)
    throws(CheckpointError)
  {
    let rows = PackedIntegers.unpack(try checkpoint.integers("\(name).rows"))
    let scales = try checkpoint.tensor("\(name).scales", dimensions: 1).values
    let words = try checkpoint.integers("\(name).codes", count: (rows.count * size + 7) / 8)
    guard
      scales.count == rows.count, rows.allSatisfy({ $0 >= 0 && Int($0) < count }),
      zip(rows, rows.dropFirst()).allSatisfy({ $0 < $1 })
    else {
      throw CheckpointError(
        .mismatch,
        "checkpoint '\(checkpoint.kind)': '\(name)' holds \(rows.count) rows and "
          + "\(scales.count) scales for a table of \(count) rows; train the model again")
    }
    var codes: [Int8] = []
    codes.reserveCapacity(words.count * 8)
    for word in words {
      for place in 0..<8 { codes.append(Int8(truncatingIfNeeded: word >> (8 * place))) }
    }
    self.init(size: size, rows: rows, scales: scales, codes: Array(codes[..<(rows.count * size)]))
  }
}
