/// A share of one as a bar, filled up to `width` columns: `▇▇▇▇      `.
package func bar(_ share: Double, width: Int = 20, filler: Character = " ") -> String {
  let share = share.isNaN ? 0 : min(max(share, 0), 1)
  var cells = Int((share * Double(width)).rounded())
  // What is there at all is seen.
  if share > 0, cells == 0, width > 0 { cells = 1 }
  return String(repeating: "▇", count: cells) + String(repeating: filler, count: width - cells)
}

/// Values side by side as heights: `▁▃▆█`.
///
/// The lowest value stands on the ground and the highest fills its cell; values
/// that are not finite leave a gap.
package func sparkline(_ values: [Double]) -> String {
  let finite = values.filter(\.isFinite)
  guard let low = finite.min(), let high = finite.max() else {
    return String(repeating: " ", count: values.count)
  }
  let steps: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
  return String(
    values.map { value -> Character in
      guard value.isFinite else { return " " }
      guard high > low else { return steps[3] }
      // Halved first, for the difference of two huge numbers may overflow.
      let share = (value / 2 - low / 2) / (high / 2 - low / 2)
      return steps[min(steps.count - 1, Int((share * Double(steps.count - 1)).rounded()))]
    })
}
