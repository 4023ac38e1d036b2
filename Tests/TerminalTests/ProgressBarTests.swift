import Synchronization
import Testing

@testable import Terminal

@Suite struct ProgressBarTests {
  /// A terminal and a clock that the test holds in its hands.
  private final class Screen: Sendable {
    let drawn = Mutex<[String]>([])
    let time = Mutex<Double>(100)
    private let start = ContinuousClock.now

    func bar(_ label: String, total: Int?, width: Int?) -> ProgressBar {
      ProgressBar(
        label, total: total, width: width,
        clock: { self.start + .seconds(self.time.withLock { $0 }) },
        sink: { text in self.drawn.withLock { $0.append(text) } })
    }

    var lines: [String] { drawn.withLock { $0 } }
    func wait(_ seconds: Double) { time.withLock { $0 += seconds } }
  }

  @Test func `it draws ten times a second at most and removes itself`() {
    let screen = Screen()
    let bar = screen.bar("Work", total: 1000, width: 80)
    for _ in 0..<100 {
      bar.advance()
      screen.wait(0.01)
    }
    #expect((9...11).contains(screen.lines.count))
    #expect(screen.lines.allSatisfy { $0.hasPrefix("\rWork") && $0.hasSuffix("\u{1B}[K") })
    bar.finish()
    #expect(screen.lines.last == "\r\u{1B}[K")
    let count = screen.lines.count
    screen.wait(1)
    bar.advance()
    #expect(screen.lines.count == count)
  }

  @Test func `without a terminal it says nothing`() {
    let screen = Screen()
    let bar = screen.bar("Work", total: 10, width: nil)
    bar.advance(by: 5)
    bar.update(to: 10, of: 20)
    bar.finish()
    #expect(screen.lines == [])
  }

  @Test func `it shows share, rate and time left`() {
    #expect(
      ProgressBar.line(label: "Import", done: 2500, total: 10_000, seconds: 5, width: 100)
        == "Import  ▇▇▇▇▇···············   25%  2,500/10,000  500/s  15 s left")
    #expect(
      ProgressBar.line(label: "Import", done: 10, total: 10, seconds: 4, width: 100)
        == "Import  ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇  100%  10/10  2.5/s")
    #expect(
      ProgressBar.line(label: "Read", done: 1234, total: nil, seconds: 1, width: 100)
        == "Read  1,234  1,234/s")
    #expect(ProgressBar.line(label: "Read", done: 0, total: nil, seconds: 0, width: 5) == "Rea…")
  }
}
