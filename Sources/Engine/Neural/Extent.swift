/// The size of an image, of a window over it, or of its steps.
package struct Extent: Sendable, Hashable, CustomStringConvertible {
  package let height: Int
  package let width: Int

  package init(height: Int, width: Int) {
    self.height = height
    self.width = width
  }

  /// A square.
  package init(_ side: Int) { self.init(height: side, width: side) }

  package var description: String { "\(height)×\(width)" }

  var isPositive: Bool { height > 0 && width > 0 }

  /// The places of a window that moves by `stride` without leaving an image
  /// of this size; none if it does not fit.
  func places(of window: Extent, stride: Extent) -> Extent {
    func count(_ size: Int, _ window: Int, _ stride: Int) -> Int {
      size < window ? 0 : (size - window) / stride + 1
    }
    return Extent(
      height: count(height, window.height, stride.height),
      width: count(width, window.width, stride.width))
  }
}
