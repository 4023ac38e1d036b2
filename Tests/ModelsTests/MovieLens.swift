import Engine
import Glibc
import Models

/// Public rating data, where it is at hand.
enum MovieLens {
  static let folder: String = {
    if let path = getenv("RAPPORT_DATA") { return String(cString: path) }
    var root = #filePath
    for _ in 0..<3 { root = String(root[..<(root.lastIndex(of: "/") ?? root.startIndex)]) }
    return root + "/../shared/data"
  }()

  static func isAt(_ path: String) -> Bool { access("\(folder)/\(path)", R_OK) == 0 }

  /// The lines of a file, unpacked, each cut into whole numbers.
  static func rows(_ path: String) -> [[Int]] {
    guard let pipe = popen("gzip -cdf '\(folder)/\(path)'", "r") else { return [] }
    defer { pclose(pipe) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&buffer, 1, buffer.count, pipe)
      guard count > 0 else { break }
      bytes += buffer[..<count]
    }
    return bytes.split(separator: UInt8(ascii: "\n")).map { line in
      line.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.map { field in
        field.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
      }
    }
  }
}
