import Glibc
import TestSupport
import Testing

/// Imports that end before their file does.
@Suite struct InterruptionTests {
  private let directory = TemporaryDirectory()

  private static func lines(_ range: Range<Int>) -> String {
    range.map { "c\($0 % 83),p\($0 % 29),purchase,2025-03-\(10 + $0 % 20)\n" }.joined()
  }

  private static let header = "customer_id,product_id,kind,occurred_at\n"

  private func load(from input: Int32? = nil, _ path: String, _ db: String) throws -> Running {
    try Running(
      ["import", "interactions", path, "--format", "csv", "--db", db], input: input)
  }

  private func interactions(_ db: String) throws -> Int {
    Int(try rapport("status", "--json", "--db", db).json()["interactions"]?.number ?? -1)
  }

  /// The ends of a pipe, to read from and to write to.
  private func pipe() throws -> [Int32] {
    var ends: [Int32] = [-1, -1]
    guard Glibc.pipe(&ends) == 0 else { throw Running.Failure(what: "pipe: \(errno)") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return ends
  }

  /// Writes all of a text into a pipe and waits until it was read.
  private func feed(_ text: String, into descriptor: Int32) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
    var waiting: Int32 = 1
    while waiting > 0 {
      guard ioctl(descriptor, UInt(FIONREAD), &waiting) == 0 else { return }
      usleep(5000)
    }
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func `a stopped import from a slow pipe keeps what it stored`(signal: Int32) throws {
    let db = directory.database
    #expect(try rapport("init", "--db", db).code == 0)
    let ends = try pipe()
    let importing = try load(from: ends[0], "-", db)
    close(ends[0])
    feed(Self.header + Self.lines(0..<25_000), into: ends[1])
    importing.signal(signal)
    let finished = try importing.finish()
    close(ends[1])
    #expect(finished.code == 130, "\(finished.told)")
    #expect(finished.errors.contains("Import the same file again"), "\(finished.told)")
    let stored = try interactions(db)
    #expect(stored >= 20_000 && stored <= 25_000)
    #expect(try rapport("check", "--db", db).code == 0)
    let file = directory.file("whole.csv", Self.header + Self.lines(0..<40_000))
    let again = try load(file, db).finish()
    #expect(again.code == 0, "\(again.told)")
    #expect(try interactions(db) == 40_000)
  }

  @Test func `an import that is stopped before its first line ends at once`() throws {
    let db = directory.database
    #expect(try rapport("init", "--db", db).code == 0)
    let ends = try pipe()
    defer { close(ends[1]) }
    let importing = try load(from: ends[0], "-", db)
    close(ends[0])
    feed("customer_id,", into: ends[1])
    importing.signal(SIGINT)
    let finished = try importing.finish()
    #expect(finished.code == 130, "\(finished.told)")
    #expect(try interactions(db) == 0)
  }

  @Test func `an import that is killed loses nothing that was stored`() throws {
    let db = directory.database
    #expect(try rapport("init", "--db", db).code == 0)
    let ends = try pipe()
    let importing = try load(from: ends[0], "-", db)
    close(ends[0])
    feed(Self.header + Self.lines(0..<45_000), into: ends[1])
    importing.signal(SIGKILL)
    #expect(try importing.finish().code == -SIGKILL)
    close(ends[1])
    #expect([20_000, 40_000].contains(try interactions(db)))
    #expect(try rapport("check", "--db", db).code == 0)
    let file = directory.file("whole.csv", Self.header + Self.lines(0..<50_000))
    #expect(try load(file, db).finish().code == 0)
    #expect(try interactions(db) == 50_000)
  }

  @Test func `a training that is stopped leaves the model in use`() throws {
    let db = try TrainedShop.copy(to: directory)
    let training = try Running(["train", "support", "--db", db])
    usleep(150_000)
    training.signal(SIGINT)
    let finished = try training.finish()
    // So early that it may come before anything listens.
    #expect([130, -SIGINT].contains(finished.code), "\(finished.told)")
    #expect(try rapport("models", "--json", "--db", db).json().elements.count == 4)
  }

  @Test func `a full disk is told, and the database stays sound`() throws {
    let disk = directory.file("disk")
    mkdir(disk, 0o700)
    guard mount("tmpfs", disk, "tmpfs", 0, "size=1m") == 0 else {
      print("full disk not tested: mount says \(String(cString: strerror(errno)))")
      return
    }
    defer {
      umount2(disk, Int32(MNT_DETACH))
      rmdir(disk)
    }
    let db = disk + "/shop.db"
    let created = try rapport("init", "--db", db)
    #expect(created.code == 0, "\(created.told)")
    let file = directory.file("whole.csv", Self.header + Self.lines(0..<60_000))
    let finished = try load(file, db).finish()
    #expect(finished.code == 74, "\(finished.told)")
    #expect(finished.errors.contains("full"), "\(finished.told)")
    let check = try rapport("check", "--db", db)
    #expect(check.code == 0, "\(check.told)")
    #expect(try interactions(db) % 20_000 == 0)
  }
}
