/// A share of one as a bar, filled up to `width` columns: `▇▇▇▇      `.
package func bar(_ share: Double, width: Int = 20, filler: Character = " ") -> String {
  let share = share.isNaN ? 0 : min(max(share, 0), 1)
  var cells = Int((share * Double(width)).rounded())
  // What is there at all is seen.
  if share > 0, cells == 0, width > 0 { cells = 1 }
  return String(repeating: "▇", count: cells) + String(repeating: filler, count: width - cells)
}
