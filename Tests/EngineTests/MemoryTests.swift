import Foundation
import Testing

@testable import Engine

@Suite struct MemoryTests {
  /// A sanitizer has an allocator of its own, which keeps what is freed.
  private static let isSanitized =
    dlsym(nil, "__asan_init") != nil || dlsym(nil, "__tsan_init") != nil

  @Test(.disabled(if: isSanitized, "the C library's allocator is not the one in use"))
  func `free memory between blocks in use goes back to the system`() throws {
    // Too small to be taken from the system one by one, and each hundredth stays, so that
    // nothing goes back by itself.
    let blocks = try (0..<100_000).map { _ in
      let block = try #require(malloc(1000))
      memset(block, 1, 1000)
      return block
    }
    for index in blocks.indices where index % 100 != 0 { free(blocks[index]) }
    let before = try residentBytes()
    Memory.release()
    let after = try residentBytes()
    // Of the 100 MB all but a page for each block that stays; other tests allocate meanwhile.
    #expect(before - after > 40_000_000, "\(before) bytes, then \(after)")
    for index in blocks.indices where index % 100 == 0 { free(blocks[index]) }
  }

  /// Memory of its own that the process has in RAM.
  private func residentBytes() throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("RssAnon:") })
    return try #require(Int(line.filter(\.isNumber))) * 1024
  }
}
