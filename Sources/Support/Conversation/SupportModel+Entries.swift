package import Domain

extension SupportModel {
  /// The entries that it was trained on.
  package var entries: [FAQEntry] { corpus.entries }
}
