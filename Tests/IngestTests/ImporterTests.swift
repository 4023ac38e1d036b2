import Domain
import Glibc
import Ingest
import Testing

@Suite struct ImporterTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func write(_ bytes: [UInt8], to path: String) throws {
    let file = try #require(fopen(path, "w"))
    #expect(fwrite(bytes, 1, bytes.count, file) == bytes.count)
    fclose(file)
  }

  private func contents(_ path: String) throws -> String {
    let file = try #require(fopen(path, "r"))
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes.prefix(count), as: UTF8.self)
  }

  private func failure(path: String, format: ImportFormat? = nil) throws -> ImportError {
    var sink = CollectingSink()
    do {
      _ = try Importer(ImportOptions(kind: .customers, format: format))
        .run(from: ByteSource(path: path), into: &sink)
    } catch let error as ImportError {
      return error
    }
    throw NoFailure()
  }

  @Test func `a missing file and a directory say so`() throws {
    #expect(try failure(path: "/nowhere/a.csv").code == .missingFile)
    #expect(try failure(path: "/tmp").code == .directory)
  }

  @Test(arguments: [
    ([], ImportError.Code.emptyInput, "is empty"),
    ([0xef, 0xbb, 0xbf], .emptyInput, "is empty"),
    (Array("\n\n".utf8), .emptyInput, "is empty"),
    (Array("id,name\n".utf8), .emptyInput, "no records"),
    ([0x1f, 0x8b, 8, 0], .compressedInput, "zcat"),
    ([0x7f, 0x45, 0x4c, 0x46, 0, 1], .binaryInput, "binary"),
    ([0xff, 0xfe, 0x69, 0, 0x64, 0], .binaryInput, "iconv"),
    (Array("PK\u{3}\u{4}..".utf8), .binaryInput, "spreadsheet"),
    (Array("id,n\r1,2\r".utf8), .badHeader, "carriage return"),
    (Array("id,id\n1,2\n".utf8), .badHeader, "twice"),
    (Array("id\tname\n1\t2\n".utf8), .badHeader, "--format tsv"),
    (Array("id;name\n1;2\n".utf8), .badHeader, "sed 's/,/./g; s/;/,/g'"),
    (Array("id|name\n1|2\n".utf8), .badHeader, "separated by |"),
    (Array("{\"id\":1}\n".utf8), .badHeader, "--format jsonl"),
    ([0x69, 0x64, 0x2c, 0xe9, 0x0a], .binaryInput, "UTF-8"),
  ])
  func `input that cannot be meant says what it is`(
    bytes: [UInt8], code: ImportError.Code, words: String
  ) throws {
    let path = folder.file("input.csv")
    try write(bytes, to: path)
    let error = try failure(path: path)
    #expect(error.code == code)
    #expect(error.description.contains(words), "\(error.message)")
    #expect(error.description.contains("input.csv"))
  }

  @Test func `the format is the file's name or must be said`() throws {
    for (name, text) in [
      ("a.csv", "id,name\n1,x\n"), ("a.TSV", "id\tname\n1\tx\n"),
      ("a.ndjson", "{\"id\":1,\"name\":\"x\"}"),
    ] {
      let path = folder.file(name)
      try write(Array(text.utf8), to: path)
      var sink = CollectingSink()
      _ = try Importer(ImportOptions(kind: .customers)).run(
        from: ByteSource(path: path), into: &sink)
      #expect(sink.customers.map(\.name) == ["x"])
    }
    let path = folder.file("a.txt")
    try write(Array("id\n1\n".utf8), to: path)
    #expect(try failure(path: path).code == .unknownFormat)
  }

  @Test func `rejects keep line, field, reason and the record as it was`() throws {
    let path = folder.file("rejects.csv")
    let bytes = Array("id,title,price\n1,\"a \"\"b\"\"\nc\",-1\n2,x,1\n3,y\n".utf8)
    let rejects = try RejectWriter(path: path, sparing: ByteSource(bytes: bytes))
    var sink = CollectingSink()
    _ = try Importer(ImportOptions(kind: .products, format: .csv)).run(
      from: ByteSource(bytes: bytes),
      into: &sink, rejects: rejects)
    let columns = "another number of columns than the header: 3 expected, 2 found"
    #expect(
      try contents(path) == #"""
        line,field,reason,record
        2,price,a price below zero,"1,""a """"b""""
        c"",-1"
        5,,"\#(columns)","3,y"

        """#)
    #expect(throws: ImportError.self) {
      try RejectWriter(path: "/nowhere/rejects.csv", sparing: ByteSource(bytes: []))
    }
  }

  @Test func `an earlier rejects file is replaced, but no other file and never the input`() throws {
    let path = folder.file("input.csv")
    try write(Array("id\n1\n".utf8), to: path)
    let error = #expect(throws: ImportError.self) {
      try RejectWriter(path: path, sparing: ByteSource(path: path))
    }
    #expect(error?.description.contains("is the input") == true)
    #expect(try contents(path) == "id\n1\n")
    let other = folder.file("rejects.csv")
    try write(Array("line,field,reason,record\n1,id,\"nothing\",\"\"\n".utf8), to: other)
    try RejectWriter(path: other, sparing: ByteSource(path: path)).close()
    #expect(try contents(other) == "line,field,reason,record\n")
    let notes = folder.file("notes.txt")
    for text in ["line", "SQLite format 3, or what else somebody keeps"] {
      try write(Array(text.utf8), to: notes)
      let error = #expect(throws: ImportError.self) {
        try RejectWriter(path: notes, sparing: ByteSource(path: path))
      }
      #expect(error?.code == .cannotCreate)
      #expect(try contents(notes) == text)
    }
  }

  @Test func `a short read at the end of a file loses nothing`() throws {
    let path = folder.file("long.csv")
    let rows = 70_000
    try write(Array(("id\n" + (0..<rows).map { "\($0)\n" }.joined()).utf8), to: path)
    var sink = CollectingSink()
    let summary = try Importer(ImportOptions(kind: .customers))
      .run(from: ByteSource(path: path), into: &sink)
    #expect(sink.customers.map(\.id.rawValue) == (0..<rows).map(String.init))
    #expect(sink.lines == Array(2..<(rows + 2)))
    #expect(summary.bytesRead == Int64(try contents(path).utf8.count))
  }

  @Test func `checkpoints tell the hash of exactly the records so far`() throws {
    var options = try ImportOptions(kind: .customers, format: .csv)
    options.checkpointInterval = 2
    let first = try imported("id\n1\n2\n3\n", options)
    #expect(first.sink.checkpoints.map(\.records) == [2, 3])
    #expect(first.sink.checkpoints.map(\.isFinal) == [false, true])
    #expect(first.sink.checkpoints.last?.contentHash == first.summary.contentHash)
    // A longer file that begins alike passes through the same hashes.
    options.extraCheckpoints = [3]
    let longer = try imported("id\r\n1\r\n2\r\n3\r\n4\r\n5", options)
    #expect(longer.sink.checkpoints.map(\.records) == [2, 3, 4, 5])
    #expect(
      longer.sink.checkpoints.prefix(2).map(\.contentHash)
        == first.sink.checkpoints.map(\.contentHash))
    #expect(longer.summary.contentHash != first.summary.contentHash)
  }

  @Test(arguments: [
    "id\n1\n2\n4\n", "id\n12\n3\n", "id\n2\n1\n3\n", "id,x\n1,\n2,\n3,\n", "id\n1\n2\n",
  ])
  func `other content has another hash`(text: String) throws {
    let options = try ImportOptions(kind: .customers, format: .csv)
    let hash = try imported("id\n1\n2\n3\n", options).summary.contentHash
    #expect(try imported(text, options).summary.contentHash != hash)
  }

  @Test func `a cancelled import ends with a checkpoint`() throws {
    let text = "id\n" + (0..<20_000).map { "\($0)\n" }.joined()
    var sink = CollectingSink()
    var asked = 0
    var reported: [ImportProgress] = []
    let summary = try Importer(ImportOptions(kind: .customers, format: .csv)).run(
      from: ByteSource(bytes: Array(text.utf8)), into: &sink,
      progress: { reported.append($0) },
      isCancelled: {
        asked += 1
        return asked == 3
      })
    #expect(summary.wasCancelled)
    #expect(0 < summary.accepted && summary.accepted < 20_000)
    #expect(sink.checkpoints.last?.accepted == summary.accepted)
    #expect(reported.last?.records == summary.linesRead)
  }
}
