import Digest

// Format 1, little-endian. All counts are UInt64, a string is its count of
// UTF-8 bytes and the bytes, a table is its count of entries and the entries
// by ascending name:
//
//   magic (8 bytes) · version (UInt64) · kind
//   · table of metadata: name, string
//   · table of tensors: name, dimensions, sizes, Float32 elements
//   · table of doubles: name, count, elements
//   · table of integers: name, count, elements
//   · table of strings: name, count, strings
//   · SHA-256 of everything before (32 bytes)

private let magic = Array("RAPPORTM".utf8)
private let version: UInt64 = 1
private let digestSize = 32

extension Checkpoint {
  /// The checkpoint as bytes; equal checkpoints give equal bytes.
  ///
  /// - Throws: `notFinite` if an element is NaN or infinite.
  package func encoded() throws(CheckpointError) -> [UInt8] {
    try requireFinite()
    var writer = ByteWriter()
    writer.append(bytes: magic)
    writer.append(version)
    writer.append(kind)
    writer.append(metadata) { $0.append($1) }
    writer.append(tensors) { writer, tensor in
      writer.append(UInt64(tensor.shape.count))
      for size in tensor.shape { writer.append(UInt64(size)) }
      writer.append(tensor.values)
    }
    writer.append(doubles) { writer, array in
      writer.append(UInt64(array.count))
      for value in array { writer.append(value.bitPattern) }
    }
    writer.append(integers) { writer, array in
      writer.append(UInt64(array.count))
      for value in array { writer.append(UInt64(bitPattern: value)) }
    }
    writer.append(strings) { writer, array in
      writer.append(UInt64(array.count))
      for value in array { writer.append(value) }
    }
    var hash = SHA256()
    hash.update(writer.bytes)
    return writer.bytes + hash.bytes()
  }

  /// Reads a checkpoint back.
  ///
  /// - Parameters:
  ///   - bytes: what ``encoded()`` gave.
  ///   - isVerified: whether a digest of all of them was compared already: then their
  ///     own is not, which takes most of the time.
  /// - Throws: `notACheckpoint`, `unsupportedVersion`, `corrupt` for bytes cut
  ///   short, altered or followed by others, `notFinite`.
  package init(decoding bytes: [UInt8], isVerified: Bool = false) throws(CheckpointError) {
    guard bytes.starts(with: magic) else {
      throw CheckpointError(.notACheckpoint, "these \(bytes.count) bytes are no model checkpoint")
    }
    guard bytes.count >= magic.count + 8 + digestSize else { throw .cutShort(bytes.count) }
    var reader = ByteReader(bytes.dropFirst(magic.count).dropLast(digestSize))
    let found = try reader.readUInt64()
    guard found == version else {
      throw CheckpointError(
        .unsupportedVersion,
        "the checkpoint has format \(found), this program reads \(version): "
          + "run a newer program or train the model again")
    }
    guard isVerified || Self.digestAgrees(bytes) else {
      throw CheckpointError(
        .corrupt, "the checkpoint of \(bytes.count) bytes fails its SHA-256: restore or retrain it")
    }

    self.init(kind: try reader.readString())
    metadata = try reader.readTable { reader throws(CheckpointError) in try reader.readString() }
    tensors = try reader.readTable { reader throws(CheckpointError) in try reader.readTensor() }
    doubles = try reader.readTable { reader throws(CheckpointError) in
      try reader.readUInt64s().map(Double.init(bitPattern:))
    }
    integers = try reader.readTable { reader throws(CheckpointError) in
      try reader.readUInt64s().map(Int64.init(bitPattern:))
    }
    strings = try reader.readTable { reader throws(CheckpointError) in
      try reader.readArray(elementSize: 8) { reader throws(CheckpointError) in
        try reader.readString()
      }
    }
    guard reader.isAtEnd else {
      throw CheckpointError(.corrupt, "the checkpoint has bytes after its last table")
    }
    try requireFinite()
  }

  private static func digestAgrees(_ bytes: [UInt8]) -> Bool {
    var hash = SHA256()
    hash.update(bytes.dropLast(digestSize))
    return hash.bytes().elementsEqual(bytes.suffix(digestSize))
  }

  private func requireFinite() throws(CheckpointError) {
    let bad =
      tensors.filter { !$0.value.isFinite }.map(\.key)
      + doubles.filter { !$0.value.allSatisfy(\.isFinite) }.map(\.key)
    guard let name = bad.min() else { return }
    throw CheckpointError(
      .notFinite, "checkpoint '\(kind)': '\(name)' holds NaN or infinity; the training diverged")
  }
}

extension CheckpointError {
  static func cutShort(_ count: Int) -> CheckpointError {
    CheckpointError(.corrupt, "the checkpoint is cut short after \(count) bytes")
  }
}
