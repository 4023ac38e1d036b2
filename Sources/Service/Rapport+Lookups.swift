import Churn
import Domain
import Engine
import Features
import Recommendation
import Storage
import Support

/// What many questions look up, and how they say that it is not there.
extension Rapport {
  /// The customer of that id.
  ///
  /// - Throws: `unknownCustomer`.
  func customer(_ id: String) throws -> (key: Customer.Key, customer: Customer) {
    try store.read { try Self.customer(id, $0) }
  }

  /// The customer of that id, within a reading.
  ///
  /// - Throws: `unknownCustomer`.
  static func customer(
    _ id: String, _ reader: Reader
  ) throws -> (key: Customer.Key, customer: Customer) {
    let id = Customer.ID(id)
    if let found = try reader.customer(id) { return found }
    throw ServiceError(
      .unknownCustomer, "there is no customer \(quoted(id.rawValue))",
      hint: try didYouMean(reader.customerIDs(similarTo: id, limit: 3).map(\.rawValue)))
  }

  /// The error for a product that is not there, with those that may be meant.
  func unknownProduct(_ id: String) throws -> ServiceError {
    let similar = try store.read { try $0.productIDs(similarTo: Product.ID(id), limit: 3) }
    return ServiceError(
      .unknownProduct, "there is no product \(quoted(id))",
      hint: didYouMean(similar.map(\.rawValue)))
  }

  /// Turns the errors of models and checkpoints into the service's own.
  static func translating<T>(_ body: () throws -> T) throws -> T {
    do {
      return try body()
    } catch let error as RecommendationError {
      throw ServiceError(error)
    } catch let error as ChurnError {
      throw ServiceError(error)
    } catch let error as FeatureError {
      throw ServiceError(ChurnError(features: error))
    } catch let error as SupportError {
      throw ServiceError(error)
    } catch let error as CheckpointError {
      throw ServiceError(
        .damagedModel, "the stored model cannot be read: \(error)", hint: "run 'rapport train'")
    }
  }
}

/// An id in quotes, cut to a length that fits a message.
func quoted(_ text: String) -> String {
  text.count <= 60 ? "\"\(text)\"" : "\"\(text.prefix(60))…\""
}

/// A hint that names what may have been meant; nil where there is nothing.
func didYouMean(_ candidates: [String]) -> String? {
  guard !candidates.isEmpty else { return nil }
  return "did you mean \(candidates.map(quoted).joined(separator: ", "))?"
}
