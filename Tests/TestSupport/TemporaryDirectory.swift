import Glibc

/// A directory of its own for one test, gone with its files when the test ends.
package final class TemporaryDirectory: Sendable {
  package let path: String

  package init() {
    let random = UInt64.random(in: 0...UInt64.max)
    path = "/tmp/rapport-test-\(getpid())-\(String(random, radix: 16))"
    mkdir(path, 0o700)
  }

  package var database: String { path + "/shop.db" }

  /// The path of a file in the directory, written where there is a text.
  @discardableResult
  package func file(_ name: String, _ text: String? = nil) -> String {
    if let text { write(Array(text.utf8), to: path + "/" + name) }
    return path + "/" + name
  }

  deinit {
    guard let directory = opendir(path) else { return }
    var names: [String] = []
    while let entry = readdir(directory) {
      names.append(
        withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        })
    }
    closedir(directory)
    for name in names { unlink(path + "/" + name) }
    rmdir(path)
  }
}

/// The bytes of a file; empty where it cannot be read.
package func contents(of path: String) -> [UInt8] {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { return [] }
  defer { close(descriptor) }
  var result: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
    guard count > 0 else { return result }
    result += buffer.prefix(count)
  }
}

/// Replaces a file by these bytes.
package func write(_ bytes: [UInt8], to path: String) {
  let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
  defer { close(descriptor) }
  var rest = bytes[...]
  while !rest.isEmpty {
    let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    guard count > 0 else { return }
    rest = rest.dropFirst(count)
  }
}
