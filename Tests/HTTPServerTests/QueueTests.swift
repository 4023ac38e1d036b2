import Testing

@testable import HTTPServer

@Suite struct QueueTests {
  @Test func `what came first leaves first`() {
    var queue = Queue<Int>()
    for number in 0..<100 { queue.append(number) }
    #expect(queue.count == 100)
    for number in 0..<100 { #expect(queue.popFirst() == number) }
    #expect(queue.popFirst() == nil && queue.isEmpty)
  }

  @Test func `a queue that is never empty keeps its size`() {
    var queue = Queue<Int>()
    for number in 0..<50 { queue.append(number) }
    for number in 50..<10_000 {
      queue.append(number)
      #expect(queue.popFirst() == number - 50)
      #expect(queue.room <= 110)
    }
    queue.removeAll()
    #expect(queue.isEmpty)
  }
}
