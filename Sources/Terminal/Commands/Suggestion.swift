import Wording

/// " Did you mean 'import'?", or nothing when no name is near.
func suggestion(for word: String, among names: [String]) -> String {
  nearestName(to: word, among: names).map { " Did you mean '\($0)'?" } ?? ""
}
