import Digest
import Engine
import FuzzShop
import FuzzSupport
import Service
import Storage

/// Stored models that are whole by their checksum and wrong inside: an error, or a model
/// that answers.
///
/// An input is either the bytes of a checkpoint, but for the checksum, or a list of
/// edits of a model in Tests/Fuzz/bases.
@main
enum CheckpointFuzz {
  static func main() {
    // One shop for each kind, so that only the model that is replaced is read.
    let stores = FuzzShop.kinds.map { kind in
      FuzzShop.create(at: FuzzShop.path("checkpoint-\(kind)"), with: [kind])
    }
    let bases = FuzzShop.kinds.map { kind in
      let bytes = FuzzShop.base(kind)
      do { return try Checkpoint(decoding: bytes) } catch { fail("\(error)") }
    }
    Fuzzer.run { input in
      let selector = Int(input.byte())
      let place = selector % 4
      let kind = FuzzShop.kinds[place]
      let blob: [UInt8]
      if selector & 4 == 0 {
        var edit = CheckpointEdit(bases[place])
        while !input.isEmpty { edit.apply(&input) }
        // NaN and infinity cannot be written.
        guard let bytes = try? edit.checkpoint.encoded() else { return }
        blob = bytes
      } else {
        blob = signed(Array(input.rest))
      }
      let rapport = Rapport(store: stores[place].store)
      do {
        guard try Checkpoint(decoding: blob).kind == kind.rawValue else { return }
        try FuzzShop.save(blob, as: kind, in: rapport.store)
      } catch {
        require(error is CheckpointError, "\(error)")
        return
      }
      do { _ = try rapport.warmUp() } catch {
        require((error as? ServiceError)?.code == .damagedModel, "\(error)")
        return
      }
      FuzzShop.ask(rapport, of: kind)
    }
  }

  /// The bytes with the checksum that makes them readable.
  private static func signed(_ bytes: [UInt8]) -> [UInt8] {
    var hash = SHA256()
    hash.update(bytes)
    return bytes + hash.bytes()
  }
}
