import Domain

/// The eighteen months that the seed data covers, counted in days from its
/// first one, and what the time of year does to demand.
enum ShopCalendar {
  static let start = Timestamp(year: 2025, month: 1, day: 1)
  /// 2025-01-01 to 2026-06-30.
  static let days = 546
  static let minutesPerDay = 1440

  /// Midnight of a day; days before the first are negative.
  static func time(day: Int) -> Timestamp { start.adding(days: day) }

  static func time(minute: Int) -> Timestamp {
    Timestamp(seconds: start.seconds + Int64(minute) * 60)
  }

  /// Zero to eleven.
  static func month(day: Int) -> Int { time(day: day).civil.month - 1 }

  /// Zero is Monday; 2025-01-01 was a Wednesday.
  static func weekday(day: Int) -> Int { (day + 2) % 7 }

  /// Whether people are looking for presents: 20 November to 21 December.
  static func isGiftSeason(day: Int) -> Bool {
    let civil = time(day: day).civil
    return (civil.month == 11 && civil.day >= 20) || (civil.month == 12 && civil.day <= 21)
  }

  /// Visits of the shop by month, in percent of an ordinary one.
  static let demand = [84, 90, 98, 104, 104, 98, 92, 92, 100, 104, 124, 150]

  /// Visits by weekday, Monday first.
  static let weekdayWeights = [10, 8, 8, 9, 9, 13, 16]

  /// Visits by hour of the day from midnight; none starts after 22:59.
  static let hourWeights = [
    0, 0, 0, 0, 0, 1, 3, 5, 6, 7, 7, 7, 9, 8, 6, 6, 7, 8, 10, 13, 15, 12, 6, 0,
  ]

  /// Interest in a category by month, in percent of an ordinary one.
  static func interest(inCategory category: String, month: Int) -> Int {
    guard let year = interest[category] else { return 100 }
    return year[month]
  }

  private static let interest: [String: [Int]] = [
    "Coffee & Tea": [105, 105, 100, 100, 95, 90, 85, 85, 95, 105, 115, 120],
    "Cookware": [100, 95, 95, 90, 80, 75, 75, 80, 100, 115, 130, 130],
    "Garden": [25, 70, 190, 250, 220, 140, 90, 70, 75, 60, 35, 25],
    "Camping": [30, 40, 70, 120, 190, 220, 210, 160, 90, 50, 40, 60],
    "Trail Wear": [80, 75, 90, 105, 110, 100, 90, 95, 130, 130, 115, 110],
    "Home Textiles": [120, 105, 90, 85, 80, 75, 70, 80, 110, 130, 140, 140],
    "Candles & Care": [110, 95, 80, 70, 60, 55, 55, 65, 110, 150, 190, 210],
  ]
}
