import Service

/// The text with a capital letter and a full stop.
///
/// A path or a setting's name at its start keeps its letters, and a command at its end,
/// behind a colon, gets no full stop that would be copied with it.
func sentence(_ text: String) -> String {
  let word = text.prefix { $0 != " " }
  let isName =
    word.contains("/") || word.contains(".") || SettingName(rawValue: String(word)) != nil
  let start = isName ? text : text.prefix(1).uppercased() + text.dropFirst()
  let endsInCommand = text.split(separator: ": ").last?.hasPrefix("rapport ") ?? false
  return endsInCommand || ".?!".contains(text.last ?? ".") ? start : start + "."
}
