import FuzzShop
import FuzzSupport
import Glibc
import Service
import Storage
import TestSupport

/// A database with changed bytes: an error, or answers from what is left.
///
/// An input is a byte that says how to open the file, one that says what to ask, and a
/// list of changes of the file.
@main
enum DatabaseFuzz {
  static func main() {
    let path = FuzzShop.path("database")
    FuzzShop.create(at: path).close()
    let whole = contents(of: path)
    Fuzzer.run { input in
      let access: Store.Access = input.byte() & 1 == 0 ? .readOnly : .readWrite
      let question = input.byte()
      var bytes = whole
      while !input.isEmpty, !bytes.isEmpty { damage(&bytes, &input) }
      for suffix in ["-wal", "-shm"] { unlink(path + suffix) }
      write(bytes, to: path)
      read(path, access, question)
    }
  }

  /// Changes a byte or a number somewhere, moves a piece, or cuts the end off.
  private static func damage(_ bytes: inout [UInt8], _ input: inout FuzzInput) {
    let operation = input.byte()
    let place = input.number(bytes: 3) % bytes.count
    let value = input.byte()
    switch operation % 8 {
    case 0...3: bytes[place] = value
    case 4: bytes[place] ^= value
    case 5: for index in place..<min(place + 8, bytes.count) { bytes[index] = value }
    case 6:
      let from = input.number(bytes: 3) % bytes.count
      let count = min(Int(value), bytes.count - from, bytes.count - place)
      bytes.replaceSubrange(place..<(place + count), with: Array(bytes[from..<(from + count)]))
    default: if value > 250 { bytes.removeSubrange(place...) }
    }
  }

  private static func read(_ path: String, _ access: Store.Access, _ question: UInt8) {
    do {
      let rapport = try Rapport(opening: path, access: access)
      defer { rapport.close() }
      switch question % 8 {
      case 0: _ = try? rapport.check()
      case 1...5: FuzzShop.ask(rapport, of: FuzzShop.kinds[Int(question % 8) % 4])
      default: askRest(rapport, access)
      }
    } catch {
      require(error is StoreError, "\(error)")
    }
  }

  private static func askRest(_ rapport: Rapport, _ access: Store.Access) {
    _ = try? rapport.models()
    _ = try? rapport.newest(DiscoveryOptions(limit: 5))
    _ = try? rapport.trending(DiscoveryOptions(limit: 5))
    _ = try? rapport.gaps(limit: 5)
    _ = try? rapport.conversations(ofCustomer: "k01", limit: 5)
    _ = try? rapport.supportStatistics(since: nil)
    _ = try? rapport.settings()
    _ = try? rapport.rules()
    _ = try? rapport.allKeys()
    _ = try? rapport.metrics()
    guard access == .readWrite else { return }
    _ = try? rapport.converse("When are you open?", customer: "k01", conversation: "c1")
  }
}
