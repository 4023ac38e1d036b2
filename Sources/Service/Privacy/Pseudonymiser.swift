import Digest
import Domain
import Storage
import Support

/// Takes out of records who they are about, so that what belongs together still does.
///
/// Customers and events are named by HMAC-SHA-256 under a key that is not in the
/// database; names and addresses are left out; text is masked; values of attributes that
/// few share are left out. It is no anonymity: who knows some of a customer's purchases
/// can still find the others.
package struct Pseudonymiser: Sendable {
  /// Bytes of a code that are shown: 128 bits.
  private static let codeLength = 16
  /// The customers that must share a value.
  static let leastSharers = 5
  /// Bytes that a key has at least.
  package static let leastKeyLength = 32

  private let code: HMACSHA256
  private let counts: [String: [String: Int]]

  /// - Parameters:
  ///   - key: random bytes, at least ``leastKeyLength``.
  ///   - counts: how many customers have each value, by attribute.
  init(key: [UInt8], counts: [String: [String: Int]]) {
    precondition(key.count >= Self.leastKeyLength, "a key of \(key.count) bytes")
    code = HMACSHA256(key: key)
    self.counts = counts
  }

  /// The pseudonym of an id: 32 hexadecimal digits, the same for the same id and key.
  ///
  /// The kind keeps an event from having the pseudonym of a customer.
  func pseudonym(of id: String, _ kind: String) -> String {
    let digits = Array("0123456789abcdef".utf8)
    let bytes = code.code(of: Array("\(kind):\(id)".utf8)).prefix(Self.codeLength)
    return String(
      decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  func customer(_ id: Customer.ID) -> String { pseudonym(of: id.rawValue, "customer") }

  /// A customer without name and address; a text that few share is `(rare)`, and the day
  /// stands for the moment.
  func masked(_ customer: Customer) -> Customer {
    Customer(
      id: Customer.ID(self.customer(customer.id)),
      country: customer.country.map { isRare($0, "country") ? "(rare)" : $0 },
      firstSeen: customer.firstSeen.map {
        Timestamp(seconds: $0.seconds / Timestamp.secondsPerDay * Timestamp.secondsPerDay)
      },
      attributes: Dictionary(
        uniqueKeysWithValues: customer.attributes.map { name, value in
          guard case .text(let text) = value, isRare(text, name) else { return (name, value) }
          return (name, .text("(rare)"))
        }))
  }

  func masked(_ interaction: Interaction) -> Interaction {
    var masked = interaction
    masked.customer = Customer.ID(customer(interaction.customer))
    masked.eventID = interaction.eventID.map { pseudonym(of: $0, "event") }
    return masked
  }

  /// A message whose text names neither the customer nor an order.
  func masked(_ stored: StoredMessage) -> StoredMessage {
    var masked = stored
    masked.conversation = pseudonym(of: stored.conversation, "conversation")
    masked.message.id = pseudonym(of: stored.message.id, "message")
    masked.customer = stored.customer.map {
      Customer(id: Customer.ID(customer($0.id)))
    }
    var text = stored.message.text
    let names = [stored.customer?.email, stored.customer?.name, stored.customer?.id.rawValue]
    for name in names.compactMap(\.self) where name.utf8.count > 1 {
      text = text.replacing(name, with: "[customer]")
    }
    masked.message.text = Masking.masked(text)
    return masked
  }

  /// The attributes some of whose values few share, with how many such values they have.
  var rareValues: [(attribute: String, values: Int)] {
    counts.map { name, values in
      (attribute: name, values: values.count { $0.value < Self.leastSharers })
    }.filter { $0.values > 0 }.sorted { $0.attribute < $1.attribute }
  }

  private func isRare(_ value: String, _ attribute: String) -> Bool {
    counts[attribute]?[value, default: 0] ?? 0 < Self.leastSharers
  }
}
