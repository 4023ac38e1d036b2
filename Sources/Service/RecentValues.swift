/// Values by the reading of a model that they were derived from: the last few that were stored.
struct RecentValues<Value> {
  /// The model in use, and the two that an experiment compares.
  private static var most: Int { 3 }

  private var values: [(reading: Int, value: Value)] = []

  subscript(reading: Int) -> Value? {
    get { values.first { $0.reading == reading }?.value }
    set {
      values.removeAll { $0.reading == reading }
      if let newValue { values.append((reading, newValue)) }
      if values.count > Self.most { values.removeFirst() }
    }
  }
}

extension RecentValues: Sendable where Value: Sendable {}
