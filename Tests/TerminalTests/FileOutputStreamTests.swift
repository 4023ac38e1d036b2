import FoundationEssentials
import Glibc
import Testing

@testable import Terminal

@Suite struct FileOutputStreamTests {
  /// Both ends of a new pipe.
  private static func makePipe() -> (reading: Int32, writing: Int32) {
    var ends: [Int32] = [-1, -1]
    precondition(pipe(&ends) == 0, "no pipe")
    return (ends[0], ends[1])
  }

  private static func readAll(_ descriptor: Int32) -> String {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4096)
    while case let count = read(descriptor, &chunk, chunk.count), count > 0 {
      bytes += chunk[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func `text arrives whole and in order, across full buffers`() throws {
    let path = "/tmp/terminal-tests-\(UUID().uuidString)"
    let file = open(path, O_RDWR | O_CREAT | O_EXCL, 0o600)
    try #require(file >= 0)
    defer {
      close(file)
      unlink(path)
    }
    let stream = FileOutputStream(descriptor: file, capacity: 16)
    var expected = ""
    for number in 0..<200 {
      stream.write("row \(number) 産品\n")
      expected += "row \(number) 産品\n"
    }
    try stream.finish()
    lseek(file, 0, SEEK_SET)
    #expect(Self.readAll(file) == expected)
  }

  @Test func `nothing is sent before the buffer is full or flushed`() throws {
    let (reading, writing) = Self.makePipe()
    defer { close(reading) }
    let stream = FileOutputStream(descriptor: writing)
    stream.write("hello\n")
    var entry = pollfd(fd: reading, events: Int16(POLLIN), revents: 0)
    #expect(poll(&entry, 1, 0) == 0)
    stream.flush()
    #expect(poll(&entry, 1, 0) == 1)
    close(writing)
    #expect(Self.readAll(reading) == "hello\n")
  }

  @Test func `a full disk is reported at the end`() throws {
    let full = open("/dev/full", O_WRONLY)
    try #require(full >= 0)
    defer { close(full) }
    let stream = FileOutputStream(descriptor: full)
    stream.write("lost")
    stream.flush()
    stream.write("lost as well")
    let failure = #expect(throws: CommandFailure.self) { try stream.finish() }
    #expect(failure?.exitCode == .ioError)
    #expect(failure?.message.hasSuffix("No space left on device.") == true)
  }

  @Test func `a reader that went away ends the process quietly`() async {
    await #expect(processExitsWith: .exitCode(0)) {
      FileOutputStream.ignoreBrokenPipes()
      let (reading, writing) = FileOutputStreamTests.makePipe()
      close(reading)
      let stream = FileOutputStream(descriptor: writing)
      stream.write("nobody reads this")
      stream.flush()
      _exit(3)
    }
  }

  @Test func `a pipe that does not block is waited for`() async throws {
    let (reading, writing) = Self.makePipe()
    #expect(fcntl(writing, F_SETFL, O_NONBLOCK) == 0)
    let text = String(repeating: "0123456789", count: 50_000)
    let reader = Task.detached { FileOutputStreamTests.readAll(reading) }
    let stream = FileOutputStream(descriptor: writing)
    stream.write(text)
    try stream.finish()
    close(writing)
    let received = await reader.value
    close(reading)
    #expect(received == text)
  }

  @Test func `data and messages of a console keep apart`() throws {
    let data = Self.makePipe()
    let words = Self.makePipe()
    let console = Console(
      isQuiet: true, output: data.writing, messages: words.writing, environment: { _ in nil })
    console.note("not said")
    console.warn("odd")
    console.line("data")
    console.progress("Work", total: 3).advance()
    console.report(CommandFailure("Broken.", hint: "Mend it", exitCode: .dataError))
    #expect(console.width == nil)
    try console.output.finish()
    close(data.writing)
    close(words.writing)
    #expect(Self.readAll(data.reading) == "data\n")
    #expect(Self.readAll(words.reading) == "Warning: odd\nError: Broken.\nMend it\n")
    close(data.reading)
    close(words.reading)
  }
}
