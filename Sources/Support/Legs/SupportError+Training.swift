import Models

extension SupportError {
  /// Why a model inside the bot could not be fitted.
  init(training error: ModelError) {
    self =
      error.code == .cancelled
      ? SupportError(.cancelled, "support: training was cancelled")
      : SupportError(.failedTraining, "support: training failed: \(error.message)")
  }
}
