import Domain

extension Timestamp {
  /// The midnight, UTC, with which the day of a moment begins.
  var midnight: Timestamp {
    let day = Self.secondsPerDay
    let sinceMidnight = (seconds % day + day) % day
    return Timestamp(seconds: seconds - sinceMidnight)
  }

  /// The midnight, UTC, with which the day of a moment ends.
  var nextMidnight: Timestamp { midnight.adding(days: 1) }
}
