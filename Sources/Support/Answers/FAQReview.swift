package import Domain
import Features

/// Looks over the entries of an FAQ while they are imported.
///
/// A wording belongs to one intent: the first that has it keeps it, and a
/// question that people are shown outranks a further phrasing.
package struct FAQReview: Sendable {
  /// Why an entry cannot be taken.
  package enum Fault: Error, Sendable, Hashable {
    /// The answer has a field that does not exist or is not closed.
    case template(TemplateError)
    /// Every question is one of another intent.
    case noOwnQuestion(question: String, owner: Place)
  }

  /// The intent that has a wording, and where it came from.
  package struct Place: Sendable, Hashable {
    package var intent: String
    /// Of the file; nil for an entry stored before.
    package var line: Int?

    package var description: String {
      line.map { "\(intent) (line \($0))" } ?? "\(intent) (stored before)"
    }
  }

  /// Wordings of two intents.
  package struct Clash: Sendable, Hashable {
    package var owner: Place
    package var other: Place
    /// The first of them.
    package var example: String
    package var count: Int
    /// Whether the other intent lost them; else they are further phrasings of the
    /// one and questions of the other, which is then answered.
    package var isLeftOut: Bool
  }

  /// A follow-up that nothing answers.
  package struct LostPrompt: Sendable, Hashable {
    package var prompt: String
    package var place: Place
  }

  private struct Owner {
    var place: Place
    var isQuestion: Bool
  }

  private struct ClashKey: Hashable {
    var owner: String
    var other: String
    var isLeftOut: Bool
  }

  private var owners: [String: Owner] = [:]
  private var clashIndex: [ClashKey: Int] = [:]
  private var prompts: [(prompt: String, place: Place)] = []
  private var intents: Set<String> = []
  /// In the order of the file, one for each pair of intents.
  package private(set) var clashes: [Clash] = []
  /// The attributes that answers use, with the first entry that does.
  package private(set) var attributes: [String: Place] = [:]

  /// - Parameter stored: the entries that the file is added to.
  package init(stored: [FAQEntry]) {
    for entry in stored {
      intents.insert(entry.intent)
      let place = Place(intent: entry.intent, line: nil)
      for text in entry.questions { own(text, place, isQuestion: true) }
      for text in entry.examples { own(text, place, isQuestion: false) }
    }
  }

  /// Checks an entry and takes wordings of other intents out of it.
  package mutating func check(_ entry: inout FAQEntry, line: Int) throws(Fault) {
    let place = Place(intent: entry.intent, line: line)
    let template: AnswerTemplate
    do {
      template = try AnswerTemplate(entry.answer)
    } catch {
      throw .template(error)
    }
    let questions = entry.questions.filter {
      owner(of: $0, besides: entry.intent)?.isQuestion != true
    }
    if questions.isEmpty, let question = entry.questions.first,
      let owner = owner(of: question, besides: entry.intent)
    {
      throw .noOwnQuestion(question: question, owner: owner.place)
    }
    for text in entry.questions { note(text, of: place, isQuestion: true) }
    entry.questions = questions
    let examples = entry.examples
    entry.examples = examples.filter { owner(of: $0, besides: entry.intent) == nil }
    for text in examples { note(text, of: place, isQuestion: false) }
    for text in questions { own(text, place, isQuestion: true) }
    for text in entry.examples { own(text, place, isQuestion: false) }
    intents.insert(entry.intent)
    for prompt in entry.prompts { prompts.append((prompt, place)) }
    for attribute in template.attributes where attributes[attribute] == nil {
      attributes[attribute] = place
    }
  }

  /// The follow-ups that are neither an intent nor a question of any entry; to be
  /// asked for when all entries are known.
  package var lostPrompts: [LostPrompt] {
    prompts.filter { prompt, _ in
      !intents.contains(prompt)
        && owners[TextNormalizer.comparisonKey(of: prompt)]?.isQuestion != true
    }.map { LostPrompt(prompt: $0.prompt, place: $0.place) }
  }

  private func owner(of text: String, besides intent: String) -> Owner? {
    let owner = owners[TextNormalizer.comparisonKey(of: text)]
    return owner?.place.intent == intent ? nil : owner
  }

  private mutating func own(_ text: String, _ place: Place, isQuestion: Bool) {
    let key = TextNormalizer.comparisonKey(of: text)
    guard !key.isEmpty else { return }
    if let owner = owners[key], owner.isQuestion || !isQuestion { return }
    owners[key] = Owner(place: place, isQuestion: isQuestion)
  }

  private mutating func note(_ text: String, of place: Place, isQuestion: Bool) {
    guard let owner = owner(of: text, besides: place.intent) else { return }
    let isLeftOut = owner.isQuestion || !isQuestion
    let key = ClashKey(owner: owner.place.intent, other: place.intent, isLeftOut: isLeftOut)
    if let index = clashIndex[key] {
      clashes[index].count += 1
    } else {
      clashIndex[key] = clashes.count
      clashes.append(
        Clash(
          owner: owner.place, other: place, example: text, count: 1, isLeftOut: isLeftOut))
    }
  }
}
