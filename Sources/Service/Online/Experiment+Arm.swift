import Digest
import Domain
import Storage

extension Experiment {
  /// The arm of a customer: the same in every process and after every restart.
  ///
  /// SHA-256 of `KEY:CUSTOMER`, the experiment's number and the customer's id in
  /// UTF-8; its first 53 bits as a number from 0 to 1 lie below the share for
  /// arm b. The number of the experiment is part of it, so that each experiment
  /// splits anew and none inherits the groups of another.
  func arm(of customerID: String) -> Arm {
    var hash = SHA256()
    hash.update("\(key.rawValue):".utf8)
    hash.update(customerID.utf8)
    let bits = hash.bytes().prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return Double(bits >> 11) * 0x1p-53 < share ? .b : .a
  }

  /// Whether it ran at a moment.
  func isRunning(at time: Timestamp) -> Bool {
    time >= startedAt && (stoppedAt.map { time < $0 } ?? true)
  }
}
