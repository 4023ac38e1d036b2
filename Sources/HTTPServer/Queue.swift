/// First in, first out.
///
/// Takes room for at most about twice what waits, also where it is never empty, as the queue of
/// an overloaded server is not.
struct Queue<Element> {
  private var items: [Element?] = []
  /// Index of the first item that was not taken.
  private var first = 0

  var count: Int { items.count - first }
  var isEmpty: Bool { count == 0 }
  /// Places held, taken ones included.
  var room: Int { items.count }

  mutating func append(_ element: Element) { items.append(element) }

  mutating func popFirst() -> Element? {
    guard first < items.count else { return nil }
    let element = items[first].take()
    first += 1
    if first == items.count {
      items.removeAll(keepingCapacity: items.count <= 64)
      first = 0
    } else if first >= 32 && first * 2 >= items.count {
      items.removeFirst(first)
      first = 0
    }
    return element
  }

  mutating func removeAll() {
    items = []
    first = 0
  }
}
