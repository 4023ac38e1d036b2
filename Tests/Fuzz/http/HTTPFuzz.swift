import FuzzSupport
import HTTPServer

/// The request parser: however its input is cut, the same requests and the same error
/// come out, and nothing that a handler could be harmed by.
@main
enum HTTPFuzz {
  /// What came out of a stream of bytes.
  private struct Outcome: Equatable {
    var messages: [RequestParser.Message] = []
    var error: ProtocolError?
  }

  static func main() {
    Fuzzer.run { input in
      let sizes = (0..<4).map { _ in 1 + Int(input.byte()) }
      let bytes = Array(input.rest)
      // Small limits, so that short inputs reach them.
      let small = RequestLimits(requestLine: 40, headerBytes: 120, headerFields: 5, body: 48)
      for limits in [RequestLimits(), small] {
        let whole = parse(bytes, limits, pieces: [bytes.count])
        require(parse(bytes, limits, pieces: [1]) == whole, "cut into single bytes")
        require(parse(bytes, limits, pieces: sizes) == whole, "cut into \(sizes)")
        for message in whole.messages { check(message, limits) }
      }
    }
  }

  /// Feeds the bytes in pieces of these sizes in turn.
  private static func parse(
    _ bytes: [UInt8], _ limits: RequestLimits, pieces: [Int]
  ) -> Outcome {
    var parser = RequestParser(limits: limits)
    var outcome = Outcome()
    var (start, piece) = (0, 0)
    do throws(ProtocolError) {
      while start < bytes.count {
        let end = min(bytes.count, start + pieces[piece % pieces.count])
        parser.append(bytes[start..<end])
        (start, piece) = (end, piece + 1)
        read: while true {
          switch try parser.next() {
          case .needsMore: break read
          case .expectsContinue: continue
          case .message(let message): outcome.messages.append(message)
          }
        }
      }
    } catch {
      outcome.error = error
    }
    return outcome
  }

  private static func check(_ message: RequestParser.Message, _ limits: RequestLimits) {
    require(message.body.count <= limits.body, "body")
    require(message.headers.values("Host").count <= 1, "hosts")
    require(message.target.path.utf8.count <= limits.requestLine, "path")
    var texts = message.target.segments
    texts += message.target.query.flatMap { [$0.name, $0.value] }
    for field in message.headers {
      require(!field.name.isEmpty && field.name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f }, "name")
      texts.append(String(field.value.filter { $0 != "\t" }))
    }
    for text in texts {
      require(text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f }, "control character")
    }
    require(!message.target.segments.contains { $0 == "." || $0 == ".." }, "dot segment")
  }
}
