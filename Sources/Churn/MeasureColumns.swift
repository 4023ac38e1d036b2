import Features
import Glibc
import Models

/// How a table's columns reach the additive model.
///
/// Days, counts and money are read on a logarithmic scale, on which a curve goes on
/// in a straight line above what training saw: customers grow older than any of
/// them were. The curves of attributes end level where training ended.
enum MeasureColumns {
  /// Expected purchases below this are as good as none.
  private static let leastExpectation: Float = 1e-4

  /// The columns of a table in the order of the encoder's.
  static func additive(_ table: CustomerTable, by encoder: TableEncoder) -> [AdditiveColumn] {
    zip(encoder.columns, encoder.encoded(table).columns).map { column, values in
      switch values {
      case .numbers(let numbers):
        let isLogarithmic = isLogarithmic(column.name)
        return AdditiveColumn(
          name: column.name,
          values: .numbers(
            isLogarithmic ? numbers.map { logarithm($0, of: column.name) } : numbers),
          extrapolates: isLogarithmic)
      case .codes(let codes, let levelCount):
        return AdditiveColumn(
          name: column.name, values: .categories(codes, levelCount: levelCount))
      }
    }
  }

  /// A number of a measure as the model reads it, back as it is.
  static func original(_ value: Double, of measure: String) -> Double {
    guard isLogarithmic(measure) else { return value }
    return measure == ExpectedPurchases.measure ? exp(value) : expm1(value)
  }

  private static func logarithm(_ value: Float, of measure: String) -> Float {
    measure == ExpectedPurchases.measure
      ? logf(max(value, leastExpectation)) : log1pf(max(0, value))
  }

  private static func isLogarithmic(_ measure: String) -> Bool {
    switch PurchaseFeatures.Measure(rawValue: measure) {
    case nil: measure == ExpectedPurchases.measure
    case .oneTimeBuyer, .ordersTrend30Days, .ordersTrend90Days, .spendTrend30Days,
      .spendTrend90Days, .favouriteCategoryShare, .returnShare, .discountShare, .averageRating:
      false
    default: true
    }
  }
}
