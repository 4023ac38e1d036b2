import Glibc
import Testing

@testable import Engine

/// A folder that is removed with the value that made it.
final class TemporaryFolder {
  let path: String

  init() throws {
    var template = Array("/tmp/engine-tests-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else {
      throw CheckpointError(.unwritable, "no temporary folder")
    }
    path = String(cString: made)
  }

  deinit {
    for name in ["model", "model.partial", "model.partial\(getpid())", "training"] {
      unlink(path + "/" + name)
    }
    rmdir(path)
  }
}

@Suite struct CheckpointFileTests {
  private let folder: TemporaryFolder
  private let path: String
  private let checkpoint: Checkpoint

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path + "/model"
    var checkpoint = Checkpoint(kind: "test", metadata: ["a": "b"])
    checkpoint.tensors["x"] = Tensor(shape: [2, 3], values: [1, 2, 3, 4, 5, 6])
    self.checkpoint = checkpoint
  }

  private func code(of path: String) -> CheckpointError.Code? {
    do {
      _ = try Checkpoint(contentsOf: path)
      return nil
    } catch {
      return error.code
    }
  }

  private func put(_ bytes: [UInt8]) {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    #expect(write(file, bytes, bytes.count) == bytes.count)
    close(file)
  }

  @Test func `a file is read back equal, and replaces the one before`() throws {
    try checkpoint.write(to: path)
    #expect(try Checkpoint(contentsOf: path) == checkpoint)
    var other = checkpoint
    other.metadata["a"] = "c"
    try other.write(to: path)
    #expect(try Checkpoint(contentsOf: path) == other)
    #expect(access("\(path).partial\(getpid())", F_OK) != 0)
  }

  @Test func `what another writing left half done does no harm`() throws {
    try checkpoint.write(to: path)
    rename(path, "\(path).partial\(getpid())")
    try checkpoint.write(to: path)
    #expect(try Checkpoint(contentsOf: path) == checkpoint)
  }

  @Test func `the unfinished file of another process is left alone`() throws {
    let other = path + ".partial"
    try checkpoint.write(to: other)
    try checkpoint.write(to: path)
    #expect(try Checkpoint(contentsOf: other) == checkpoint)
  }

  @Test func `a pipe that nobody writes to is refused at once`() {
    #expect(mkfifo(path, 0o600) == 0)
    #expect(code(of: path) == .unreadable)
  }

  @Test func `a file cut short, altered, of another version or kind is refused as such`() throws {
    let bytes = try checkpoint.encoded()
    for count in [0, 4, 7] {
      put(Array(bytes.prefix(count)))
      #expect(code(of: path) == .notACheckpoint, "\(count)")
    }
    for count in [8, 20, 60, bytes.count - 1] {
      put(Array(bytes.prefix(count)))
      #expect(code(of: path) == .corrupt, "\(count)")
    }
    var altered = bytes
    altered[bytes.count / 2] ^= 1
    put(altered)
    #expect(code(of: path) == .corrupt)
    altered = bytes
    altered[8] = 2
    put(altered)
    #expect(code(of: path) == .unsupportedVersion)
    put(bytes)
    #expect(code(of: path) == nil)
  }

  @Test func `numbers that are none are not written, and the file before stays`() throws {
    try checkpoint.write(to: path)
    var bad = checkpoint
    bad.tensors["x"] = Tensor(shape: [1], values: [.nan])
    #expect(throws: CheckpointError.self) { try bad.write(to: path) }
    #expect(try Checkpoint(contentsOf: path) == checkpoint)
  }

  @Test func `what the system refuses is told with its reason`() {
    #expect(code(of: folder.path + "/none") == .unreadable)
    #expect(code(of: folder.path) == .unreadable)
    do {
      try checkpoint.write(to: folder.path + "/none/model")
      Issue.record("written")
    } catch {
      #expect(error.code == .unwritable)
      #expect(error.message.contains("/none/model.partial"), "\(error)")
      #expect(error.message.contains("No such file"), "\(error)")
    }
  }
}
