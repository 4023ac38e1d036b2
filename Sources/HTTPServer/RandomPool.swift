import CEpoll
import Glibc

/// The system's random numbers, fetched many at a time: a system call each would cost more than
/// parsing a request.
struct RandomPool: RandomNumberGenerator {
  private var words = [UInt64](repeating: 0, count: 512)
  private var position = 512

  mutating func next() -> UInt64 {
    if position == words.count { refill() }
    // What was given out is not kept.
    defer {
      words[position] = 0
      position += 1
    }
    return words[position]
  }

  private mutating func refill() {
    let isFilled = unsafe words.withUnsafeMutableBytes { bytes in
      unsafe getrandom(bytes.baseAddress, bytes.count, 0) == bytes.count
    }
    if !isFilled {
      var system = SystemRandomNumberGenerator()
      for index in words.indices { words[index] = system.next() }
    }
    position = 0
  }
}
