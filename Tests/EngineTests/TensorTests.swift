import Testing

@testable import Engine

@Suite struct TensorTests {
  @Test func `elements are addressed by row and column`() {
    var tensor = Tensor(shape: [2, 3], values: [1, 2, 3, 4, 5, 6])
    #expect(tensor.rows == 2 && tensor.columns == 3 && tensor.count == 6)
    #expect(tensor[1, 0] == 4)
    #expect(tensor.row(0) == [1, 2, 3])
    tensor[0, 2] = 9
    #expect(tensor.values == [1, 2, 9, 4, 5, 6])
    #expect(Tensor(rows: [[1, 2, 9], [4, 5, 6]], columns: 3) == tensor)
  }

  @Test func `writing to a copy leaves the original alone`() {
    let original = Tensor(zeros: [2, 2])
    var copy = original
    copy[1, 1] = 5
    copy.withUnsafeMutableBufferPointer { $0[0] = 7 }
    #expect(original.values == [0, 0, 0, 0])
    #expect(copy.values == [7, 0, 0, 5])
  }

  @Test(arguments: [1, 2, 15, 16, 17, 1000])
  func `memory is aligned to 64 bytes`(count: Int) {
    Tensor(zeros: [count]).withUnsafeBufferPointer {
      #expect(Int(bitPattern: $0.baseAddress) % 64 == 0)
    }
  }

  @Test func `equality compares shape and elements`() {
    #expect(Tensor(zeros: [2, 3]) != Tensor(zeros: [3, 2]))
    #expect(Tensor(zeros: [2, 3]) == Tensor(zeros: [2, 3]))
    #expect(Tensor(shape: [1], values: [1]) != Tensor(zeros: [1]))
  }

  @Test func `empty tensors and numbers that are not finite are told`() {
    #expect(Tensor(zeros: [0, 4]).values.isEmpty)
    #expect(Tensor(zeros: [0, 4]).isFinite)
    #expect(!Tensor(shape: [2], values: [0, .nan]).isFinite)
    #expect(!Tensor(shape: [2], values: [-.infinity, 0]).isFinite)
  }

  @Test func `an index outside stops the program`() async {
    await #expect(processExitsWith: .failure) { _ = Tensor(zeros: [2, 2])[0, 2] }
    await #expect(processExitsWith: .failure) { _ = Tensor(shape: [2, 2], values: [1, 2, 3]) }
  }
}
