import Engine
import FuzzSupport

/// Changes one thing after another in a checkpoint.
struct CheckpointEdit {
  private(set) var checkpoint: Checkpoint

  init(_ checkpoint: Checkpoint) { self.checkpoint = checkpoint }

  mutating func apply(_ input: inout FuzzInput) {
    switch input.byte() % 6 {
    case 0:
      edit(\.tensors, &input) { tensor, input in
        var values = tensor.values
        Self.edit(&values, &input, values: Self.reals.map { Float($0) })
        // The shape that was, one that fits, or none at all.
        let shapes = [
          tensor.shape, [values.count], [1, values.count], [values.count, 1], [0, 7],
        ]
        let shape = input.choice(of: shapes)
        let fitting = shape.reduce(1, *) == values.count ? shape : [values.count]
        tensor = Tensor(shape: fitting, values: values)
      }
    case 1: edit(\.doubles, &input) { Self.edit(&$0, &$1, values: Self.reals) }
    case 2: edit(\.integers, &input) { Self.edit(&$0, &$1, values: Self.wholes) }
    case 3: edit(\.strings, &input) { Self.edit(&$0, &$1, values: Self.texts) }
    default: edit(\.metadata, &input) { Self.edit(json: &$0, &$1) }
    }
  }

  private static let reals = [0, -1, 1, 0.5, 1e-30, -1e30, 1e30, 3e38, 2, 1e9]
  private static let wholes: [Int64] = [
    0, -1, 1, 2, 7, 1 << 31, 1 << 32, -1 << 40, .max, .min, (1 << 32) - 1, 1 << 62,
  ]
  private static let texts = ["", "popularity", "content", "a", "\u{0}", "é", "sequence", "{}"]

  /// Changes one entry of a table, or takes it out.
  private mutating func edit<Value>(
    _ table: WritableKeyPath<Checkpoint, [String: Value]>, _ input: inout FuzzInput,
    change: (inout Value, inout FuzzInput) -> Void
  ) {
    let names = checkpoint[keyPath: table].keys.sorted()
    guard !names.isEmpty else { return }
    let name = input.choice(of: names)
    guard input.byte() < 240, var value = checkpoint[keyPath: table][name] else {
      checkpoint[keyPath: table][name] = nil
      return
    }
    change(&value, &input)
    checkpoint[keyPath: table][name] = value
  }

  /// Sets, adds, repeats or removes elements.
  private static func edit<Element>(
    _ array: inout [Element], _ input: inout FuzzInput, values: [Element]
  ) {
    let operation = input.byte()
    let value = input.choice(of: values)
    let place = input.number(bytes: 2)
    switch operation % 6 {
    case 0: array.append(value)
    case 1: array.removeLast(min(array.count, 1 + place % 8))
    case 2: array.removeAll()
    case 3 where !array.isEmpty: array.append(array[place % array.count])
    case 4: array = array.map { _ in value }
    default: if !array.isEmpty { array[place % array.count] = value }
    }
  }

  /// Replaces a number or a byte of JSON text, or takes out or repeats a piece of it.
  private static func edit(json text: inout String, _ input: inout FuzzInput) {
    var bytes = Array(text.utf8)
    guard !bytes.isEmpty else { return }
    let operation = input.byte()
    let place = input.number(bytes: 2) % bytes.count
    switch operation % 4 {
    case 0:
      let isNumber: (UInt8) -> Bool = { (0x30...0x39).contains($0) || "+-.e".utf8.contains($0) }
      guard let start = bytes[place...].firstIndex(where: isNumber) else { return }
      let end = bytes[start...].firstIndex { !isNumber($0) } ?? bytes.endIndex
      bytes.replaceSubrange(start..<end, with: Array(input.choice(of: numbers).utf8))
    case 1: bytes[place] = input.byte()
    default:
      // From one comma to another: an element or a member, or several.
      guard let start = bytes[place...].firstIndex(of: 0x2c) else { return }
      var end = start
      for _ in 0...(input.byte() % 4) {
        end = bytes[(end + 1)...].firstIndex(of: 0x2c) ?? end
        if end == bytes.endIndex - 1 { break }
      }
      let piece = Array(bytes[start..<end])
      if operation % 4 == 2 {
        bytes.removeSubrange(start..<end)
      } else {
        bytes.insert(contentsOf: piece, at: end)
      }
    }
    text = String(decoding: bytes, as: UTF8.self)
  }

  private static let numbers = [
    "0", "-1", "1", "0.5", "1e300", "-1e300", "1e-300", "9223372036854775807",
    "-9223372036854775808", "4294967296", "1000000", "null", "[]", "2", "3",
  ]
}
