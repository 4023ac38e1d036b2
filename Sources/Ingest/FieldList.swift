/// The bytes of one field of the record that is being read.
struct Field {
  /// What the format says of the field's type.
  enum Shape: UInt8 {
    /// Not there, or JSON's null.
    case absent
    /// Untyped, as in CSV.
    case cell
    /// JSON's types.
    case string, number, flag, nested
  }

  var start: UnsafePointer<UInt8>
  var count: Int
  var shape: Shape

  var isEmpty: Bool { count == 0 }

  subscript(index: Int) -> UInt8 { start[index] }

  /// The text; the bytes are known to be UTF-8.
  var text: String {
    String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  /// The beginning of the text, for messages.
  var excerpt: String { String(text.prefix(60)) }

  /// Without the spaces and tabs at both ends.
  @inline(__always)
  var trimmed: Field {
    var field = self
    while field.count > 0, isBlank(field.start[field.count &- 1]) { field.count &-= 1 }
    while field.count > 0, isBlank(field.start[0]) {
      field.start += 1
      field.count &-= 1
    }
    return field
  }

  /// Whether the text is an ASCII word in lower case, letter case set aside.
  func equalsIgnoringCase(_ word: StaticString) -> Bool {
    guard word.utf8CodeUnitCount == count else { return false }
    for index in 0..<count where start[index] | 0x20 != word.utf8Start[index] {
      return false
    }
    return true
  }
}

@inline(__always)
private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

/// The fields of one record, by column; room for the most there can be.
final class FieldList {
  static let limit = 4096

  let storage: UnsafeMutablePointer<Field>
  var count = 0
  /// Where fields live that are not in the input as they are: unescaped ones.
  let scratch: UnsafeMutablePointer<UInt8>
  var scratchCount = 0

  init() {
    storage = .allocate(capacity: FieldList.limit)
    // Unescaping never makes a record longer.
    scratch = .allocate(capacity: 2 * RecordBuffer.recordLimit)
  }

  deinit {
    storage.deallocate()
    scratch.deallocate()
  }

  @inline(__always)
  func reset() {
    count = 0
    scratchCount = 0
  }

  /// Makes every column absent.
  func clear(columns: Int) {
    reset()
    for column in 0..<columns {
      (storage + column).initialize(
        to: Field(start: UnsafePointer(scratch), count: 0, shape: .absent))
    }
    count = columns
  }

  subscript(column: Int) -> Field {
    @inline(__always) get { storage[column] }
  }
}
