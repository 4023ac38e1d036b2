import Glibc
import Testing

@testable import Reports

@Suite struct PaletteTests {
  /// Of normal text.
  ///
  /// - Source: WCAG 2.2, success criterion 1.4.3.
  private static let leastContrast = 4.5

  @Test(arguments: [Palette.light, Palette.dark])
  func `all text can be read on its ground`(palette: Palette) {
    for colour in palette.series + [palette.ink, palette.muted] {
      let found = contrast(colour, palette.ground)
      #expect(found >= Self.leastContrast, "\(String(colour, radix: 16)): \(found)")
    }
    for end in [palette.negative, palette.positive] {
      let cell = blend(end, over: palette.ground, Palette.strongest)
      let found = contrast(palette.ink, cell)
      #expect(found >= Self.leastContrast, "\(String(end, radix: 16)): \(found)")
    }
  }

  private func channels(_ colour: UInt32) -> [Double] {
    [16, 8, 0].map { Double((colour >> $0) & 0xFF) / 255 }
  }

  private func blend(_ top: UInt32, over ground: UInt32, _ share: Double) -> [Double] {
    zip(channels(top), channels(ground)).map { $0 * share + $1 * (1 - share) }
  }

  private func contrast(_ one: UInt32, _ other: UInt32) -> Double {
    contrast(one, channels(other))
  }

  private func contrast(_ one: UInt32, _ other: [Double]) -> Double {
    let (a, b) = (luminance(channels(one)), luminance(other))
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }

  /// - Source: WCAG 2.2, "relative luminance".
  private func luminance(_ channels: [Double]) -> Double {
    let linear = channels.map { $0 <= 0.04045 ? $0 / 12.92 : pow(($0 + 0.055) / 1.055, 2.4) }
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
  }
}
