import Domain

/// One line of `interactions.csv` before it has a number.
struct Event {
  /// From the first minute of the data on.
  let minute: Int
  let shopper: Int
  let item: Int
  let kind: InteractionKind
  var quantity = 1
  /// Cents for one piece where money is part of the event.
  var price: Int?
  /// One to five, for ratings only.
  var stars: Int?
}

/// A prefix and a number padded with zeros, such as `c007`.
func numbered(_ prefix: String, _ number: Int, digits: Int) -> String {
  let text = String(number)
  return prefix + String(repeating: "0", count: max(0, digits - text.count)) + text
}
