/// The colours of a page on light or on dark ground.
///
/// The hues of the series are those of a palette that colour-blind readers can tell
/// apart, moved in lightness until each can carry text on the ground.
///
/// - Source: M. Okabe & K. Ito 2008, "Color Universal Design".
struct Palette: Sendable {
  var ground, raised, ink, muted, rule, grid: UInt32
  var series: [UInt32]
  /// The two ends of a grid's colours, laid over the ground.
  var negative, positive: UInt32

  /// How much of an end's colour the strongest cell of a grid has.
  static let strongest = 0.62

  static let light = Palette(
    ground: 0xFFFEFB, raised: 0xF7F5EF, ink: 0x1F1E1B, muted: 0x66625A, rule: 0xCFCABF,
    grid: 0xE8E4DB,
    series: [0x006AA8, 0xB64B00, 0x007757, 0x9A477A, 0x805A00, 0x4F4C8F],
    negative: 0x0072B2, positive: 0xD55E00)

  static let dark = Palette(
    ground: 0x161719, raised: 0x202225, ink: 0xE9E7E1, muted: 0xA6A39B, rule: 0x4A4B4D,
    grid: 0x303234,
    series: [0x5BB4EA, 0xF08A4B, 0x2FBD94, 0xDD8FBF, 0xD9A52B, 0xA5A1F0],
    negative: 0x2A83BE, positive: 0xC45A10)

  /// The colours as custom properties of a style sheet.
  var properties: String {
    let names = ["ground", "raised", "ink", "muted", "rule", "grid", "negative", "positive"]
    let colours = [ground, raised, ink, muted, rule, grid, negative, positive]
    let fixed = zip(names, colours).map { "--\($0):\(Self.hex($1))" }
    let lines = series.enumerated().map { "--series-\($0 + 1):\(Self.hex($1))" }
    return (fixed + lines).joined(separator: ";")
  }

  private static func hex(_ colour: UInt32) -> String {
    let digits = String(colour, radix: 16)
    return "#" + String(repeating: "0", count: 6 - digits.count) + digits
  }
}
