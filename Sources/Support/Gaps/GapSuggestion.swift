/// What a shop may do about a group of unanswered questions.
package struct GapSuggestion: Sendable, Hashable {
  /// What to do about the gap.
  package enum Kind: String, Sendable, Hashable, Codable {
    /// They are likely further wordings of the intent.
    case example
    /// They are about something that no intent covers.
    case newSubject = "new_subject"
    /// The intent was answered, and customers said that it did not help.
    case wrongAnswer = "wrong_answer"
  }

  package var kind: Kind
  /// The intent nearest to the questions; nil where the bot knows none of their
  /// words.
  package var intent: String?
  /// The calibrated probability that it is theirs, as a mean over the questions.
  package var confidence: Double

  /// From this confidence on questions are likely of the intent.
  ///
  /// Of unanswered questions that an intent does cover three in five reach it, of
  /// others three in ten.
  package static let exampleConfidence = 0.2

  /// So many questions are put to the bot.
  private static let asked = 12

  /// What the bot makes of the questions today.
  package init(_ cluster: GapCluster, model: SupportModel) {
    let texts = [cluster.typical.text] + cluster.examples.prefix(Self.asked - 1)
    var votes: [String: Double] = [:]
    for text in texts {
      let reply = model.reply(to: MaskedText.withoutMasks(text).text)
      guard let intent = reply.ranking.first?.intent else { continue }
      votes[intent, default: 0] += reply.confidence / Double(texts.count)
    }
    let best = votes.min { ($1.value, $0.key) < ($0.value, $1.key) }
    intent = best?.key
    confidence = best?.value ?? 0
    let unhelpful = cluster.questions.filter { $0.reason == .unhelpful }
    let turnedDown = unhelpful.count { $0.intent != nil && $0.intent == best?.key }
    if turnedDown * 2 > cluster.questions.count {
      kind = .wrongAnswer
    } else {
      kind = confidence >= Self.exampleConfidence ? .example : .newSubject
    }
  }
}
