/// The greatest element of every column over the rows of a window.
///
/// The rows are `size` elements each; `window.width` of them follow one another
/// without gaps, and `window.height` such runs start `stride` elements apart.
struct WindowMaximum {
  let window: Extent
  let stride: Int
  let size: Int

  func forward(_ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>) {
    LaneBlock.forEach(of: size) { block in
      var greatest = unsafe block.load(x)
      for k in 0..<window.height {
        for l in 0..<window.width {
          let candidate = unsafe block.load(x + k * stride + l * size)
          greatest.replace(with: candidate, where: candidate .> greatest)
        }
      }
      unsafe block.store(greatest, y)
    }
  }

  /// Adds to `dx`; the gradient goes to the first that reaches the maximum.
  func backward(
    _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ dy: UnsafePointer<Float>,
    _ dx: UnsafeMutablePointer<Float>
  ) {
    LaneBlock.forEach(of: size) { block in
      let greatest = unsafe block.load(y)
      var left = unsafe block.load(dy)
      for k in 0..<window.height {
        for l in 0..<window.width {
          let place = k * stride + l * size
          let reaches = unsafe block.load(x + place) .== greatest
          let target = unsafe dx + place
          unsafe block.store(
            block.load(target) + Lanes.zero.replacing(with: left, where: reaches), target)
          left.replace(with: 0, where: reaches)
        }
      }
    }
  }
}
