import Glibc
import Synchronization
import Wording

/// How far a long piece of work has come, on one line that erases itself.
///
/// May be advanced from any thread; draws ten times a second at most.
package final class ProgressBar: Sendable {
  private struct State {
    var done = 0
    var total: Int?
    var lastDrawn: ContinuousClock.Instant?
    var isVisible = false
    var isFinished = false
  }

  private let label: String
  private let width: Int?
  private let started: ContinuousClock.Instant
  private let clock: @Sendable () -> ContinuousClock.Instant
  private let sink: @Sendable (String) -> Void
  private let state: Mutex<State>

  /// Creates a bar and draws it when the first work is done.
  ///
  /// - Parameters:
  ///   - label: what is being done.
  ///   - total: the units of work; `nil` when it is not known beforehand.
  ///   - width: the columns of the terminal; `nil` draws nothing at all.
  ///   - descriptor: where to draw.
  package convenience init(
    _ label: String, total: Int? = nil, width: Int? = terminalWidth(of: STDERR_FILENO),
    descriptor: Int32 = STDERR_FILENO
  ) {
    self.init(label, total: total, width: width, clock: { .now }) { text in
      var bytes = Array(text.utf8)[...]
      while !bytes.isEmpty {
        let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        // A progress bar that cannot be drawn is no reason to stop the work.
        guard count > 0 || (count < 0 && errno == EINTR) else { return }
        bytes = bytes.dropFirst(max(0, count))
      }
    }
  }

  init(
    _ label: String, total: Int?, width: Int?,
    clock: @escaping @Sendable () -> ContinuousClock.Instant,
    sink: @escaping @Sendable (String) -> Void
  ) {
    self.label = label.printable
    self.width = width
    self.clock = clock
    self.sink = sink
    started = clock()
    state = Mutex(State(total: total))
  }

  /// Counts units of work as done.
  package func advance(by count: Int = 1) {
    guard width != nil else { return }
    change { $0.done += count }
  }

  /// States how much is done in all, and a new total if there is one.
  package func update(to done: Int, of total: Int? = nil) {
    guard width != nil else { return }
    change {
      $0.done = done
      $0.total = total ?? $0.total
    }
  }

  /// Removes the bar from the screen.
  package func finish() {
    state.withLock { state in
      if state.isVisible { sink("\r\u{1B}[K") }
      state.isFinished = true
    }
  }

  deinit { finish() }

  private func change(_ body: (inout State) -> Void) {
    state.withLock { state in
      body(&state)
      let now = clock()
      let isDue = state.lastDrawn.map { now - $0 >= .milliseconds(100) } ?? true
      guard let width, !state.isFinished, isDue else { return }
      state.lastDrawn = now
      state.isVisible = true
      let line = Self.line(
        label: label, done: state.done, total: state.total, seconds: (now - started) / .seconds(1),
        width: width)
      sink("\r" + line + "\u{1B}[K")
    }
  }

  /// One picture of the bar, short of the last column, where terminals wrap.
  static func line(
    label: String, done: Int, total: Int?, seconds: Double, width: Int
  ) -> String {
    let rate = seconds > 0 ? Double(done) / seconds : 0
    var parts = [label]
    if let total, total > 0 {
      let share = min(1, Double(done) / Double(total))
      parts.append(bar(share, width: 20, filler: "·"))
      parts.append(padded(percentage(share, decimals: 0), to: 4, right: true))
      parts.append(grouped(done) + "/" + grouped(total))
    } else {
      parts.append(grouped(done))
    }
    if rate > 0 {
      parts.append((rate < 10 ? fixed(rate, decimals: 1) : grouped(Int(rate))) + "/s")
      if let total, done < total {
        parts.append(durationText(seconds: (Double(total - done) / rate).rounded(.up)) + " left")
      }
    }
    return truncated(parts.joined(separator: "  "), to: width - 1)
  }
}
