import Glibc

@testable import Storage

/// A directory of its own for one test, gone when the test ends.
final class TemporaryDirectory: Sendable {
  let path: String

  init() {
    let random = UInt64.random(in: 0...UInt64.max)
    path = "/tmp/rapport-storage-\(getpid())-\(String(random, radix: 16))"
    mkdir(path, 0o700)
  }

  var database: String { path + "/rapport.db" }

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
func contents(of path: String) -> [UInt8] {
  let descriptor = open(path, O_RDONLY)
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
func write(_ bytes: [UInt8], to path: String) {
  let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
  defer { close(descriptor) }
  var rest = bytes[...]
  while !rest.isEmpty {
    let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    guard count > 0 else { return }
    rest = rest.dropFirst(count)
  }
}

func remove(_ path: String) -> Bool { unlink(path) == 0 }

func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

/// The code of the store error that a body throws; nil where it throws none.
func code(_ body: () throws -> Void) -> StoreError.Code? {
  do {
    try body()
    return nil
  } catch {
    return (error as? StoreError)?.code
  }
}

/// The text of the store error that a body throws.
func message(_ body: () throws -> Void) -> String {
  do {
    try body()
    return ""
  } catch {
    return "\(error)"
  }
}
