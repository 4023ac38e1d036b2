import Glibc
import Testing

/// A new folder that no other test knows.
func temporaryFolder() throws -> String {
  var template = "/tmp/ingest-XXXXXX".utf8CString.map { $0 }
  let isMade = template.withUnsafeMutableBufferPointer { buffer in
    buffer.baseAddress.map { mkdtemp($0) != nil } ?? false
  }
  try #require(isMade)
  return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
