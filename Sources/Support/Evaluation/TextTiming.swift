import Evaluation

/// How long a text takes when it comes alone.
enum TextTiming {
  /// The texts that are timed at most.
  private static let most = 300

  /// The median of the seconds that a closure takes for one text after another; 0
  /// without texts.
  static func median(_ texts: [String], _ body: (String) -> Void) -> Double {
    let clock = ContinuousClock()
    let seconds = texts.prefix(most).map { text in
      let start = clock.now
      body(text)
      return start.duration(to: clock.now) / .seconds(1)
    }
    return seconds.isEmpty ? 0 : seconds.sorted()[seconds.count / 2]
  }
}
