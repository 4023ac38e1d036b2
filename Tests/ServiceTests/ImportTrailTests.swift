import Testing

@testable import Service

@Suite struct ImportTrailTests {
  @Test func `a trail read back knows the same points`() {
    var trail = ImportTrail()
    trail.add(7, at: 20_000)
    trail.add(.max, at: 31_250)
    trail.add(9, at: 31_250)
    let read = ImportTrail(trail.text)
    #expect(read[20_000] == 7)
    #expect(read[31_250] == .max, "the first hash of a point stays")
    #expect(read[20_001] == nil)
    #expect(read.hasPoint(in: 20_001...31_250))
    #expect(!read.hasPoint(in: 31_251...60_000))
  }

  @Test(arguments: ["", "9f3c", "a:b", "1:2:3", ",,", "5:"])
  func `text that is no trail has no points`(text: String) {
    #expect(!ImportTrail(text).hasPoint(in: 0...Int.max))
  }
}
