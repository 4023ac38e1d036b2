import Features

/// What short messages mean whatever the bot has learned: thanks, no, a person
/// please.
///
/// Whole messages are compared, so that "agent" asks for a person and "which
/// cleaning agent do you sell" does not.
enum CustomerSignal: Sendable {
  case person
  case helpful
  case unhelpful
  case yes
  case greeting

  /// The signal of a message that is nothing else.
  static func of(_ text: String) -> CustomerSignal? {
    // Longer messages say more than a signal does.
    guard text.utf8.count <= 200 else { return nil }
    if let thumb = thumb(text) { return thumb }
    let words = normalized(text)
    guard !words.isEmpty else { return nil }
    if let signal = messages[words] ?? messages[withoutCourtesy(words)] { return signal }
    return personPhrases.contains { words.contains($0) } ? .person : nil
  }

  /// Whether a message begins by saying that the last answer was wrong and then
  /// goes on.
  static func beginsUnhelpful(_ text: String) -> Bool {
    let words = normalized(String(text.prefix(200)))
    return corrections.contains { words.hasPrefix($0) }
  }

  /// A thumb up or down, of any skin.
  private static func thumb(_ text: String) -> CustomerSignal? {
    let characters = text.filter { !$0.isWhitespace }
    guard characters.count == 1, let scalar = characters.unicodeScalars.first else { return nil }
    return scalar == "\u{1F44D}" ? .helpful : scalar == "\u{1F44E}" ? .unhelpful : nil
  }

  /// The words between single spaces, with one at each end.
  ///
  /// Characters of unspaced scripts are not kept apart.
  private static func normalized(_ text: String) -> String {
    let tokens = TextTokens(text)
    var result = " "
    for index in 0..<tokens.count {
      let run = tokens.tokens[index].run
      if run != nil, index > 0, tokens.tokens[index - 1].run == run { result.removeLast() }
      result += tokens.word(index) + " "
    }
    return tokens.isEmpty ? "" : result
  }

  private static func withoutCourtesy(_ words: String) -> String {
    let kept = words.split(separator: " ").filter { !courtesies.contains(String($0)) }
    return kept.isEmpty ? "" : " " + kept.joined(separator: " ") + " "
  }

  private static let courtesies: Set<String> = [
    "please", "pls", "plz", "sorry", "bitte", "s'il", "por", "favor", "per", "favore",
    "alstublieft", "now", "a", "an", "the", "oh", "ok", "okay", "so", "very", "much", "a lot",
    "well", "just",
  ]

  private static let messages: [String: CustomerSignal] = {
    var result: [String: CustomerSignal] = [:]
    for (signal, texts) in phrases {
      for text in texts {
        result[normalized(text)] = signal
        let short = withoutCourtesy(normalized(text))
        if !short.isEmpty, result[short] == nil { result[short] = signal }
      }
    }
    return result
  }()

  /// Phrases that ask for a person within a longer message too.
  private static let personPhrases: [String] =
    [
      "speak to a human", "talk to a human", "speak with a human", "talk with a human",
      "speak to a person", "talk to a person", "speak to someone", "talk to someone",
      "speak to an agent", "talk to an agent", "speak with an agent", "talk with an agent",
      "speak to a real", "talk to a real", "chat with a human", "human agent", "real person",
      "real human", "live agent", "a human being", "customer service representative",
      "talk to a representative", "speak to a representative", "mit einem menschen sprechen",
      "mit einem mitarbeiter", "mit einer person sprechen", "echten menschen",
      "parler a un humain", "parler a une personne", "parler a quelqu'un", "parler a un conseiller",
      "hablar con una persona", "hablar con un agente", "hablar con alguien",
      "parlare con una persona", "parlare con un operatore", "met een mens", "met een medewerker",
      "falar com uma pessoa", "falar com um atendente", "转人工", "人工客服", "人工服务", "真人客服",
      "担当者と話", "オペレーターと話", "人と話",
    ].map { phrase in
      let words = normalized(phrase)
      // Within an unspaced run a phrase stands without spaces around it.
      return phrase.utf8.allSatisfy { $0 < 0x80 } ? words : String(words.dropFirst().dropLast())
    }

  private static let corrections: [String] = [
    "no i meant", "no i mean", "no that's not", "no that is not", "that's not what i",
    "that is not what i", "not what i asked", "nein ich meine", "nein ich meinte",
    "non je voulais", "no me refiero", "no quería", "no intendevo", "nee ik bedoel",
  ].map { normalized($0) }

  private static let phrases: [(CustomerSignal, [String])] = [
    (
      .person,
      [
        "human", "agent", "person", "representative", "operator", "a human please", "an agent",
        "help me a human", "i want a human", "i want a person", "i need a human", "someone real",
        "handoff", "hand over", "mensch", "mitarbeiter", "ein mensch", "humain", "un humain",
        "un conseiller", "conseiller", "une personne", "agente", "una persona", "humano",
        "un humano", "operatore", "persona", "mens", "medewerker", "atendente", "pessoa", "人工",
        "真人", "客服", "转人工", "担当者", "オペレーター", "人間",
      ]
    ),
    (
      .helpful,
      [
        "thanks", "no thanks", "no thank you", "thank you", "thank you very much", "thanks a lot",
        "thx", "ty", "great",
        "perfect", "great thanks", "perfect thanks", "ok thanks", "yes thanks", "yes thank you",
        "that helped", "this helped", "that helps", "very helpful", "helpful", "that was it",
        "that's it", "good", "cool", "awesome", "solved", "danke", "vielen dank", "danke schön",
        "ja danke", "super", "super danke", "perfekt", "das hat geholfen", "merci",
        "merci beaucoup", "parfait", "gracias", "muchas gracias", "perfecto", "grazie",
        "grazie mille", "perfetto", "bedankt", "dank je", "dank u", "obrigado", "obrigada", "谢谢",
        "谢谢你", "多谢", "谢了", "好的谢谢", "ありがとう", "ありがとうございます", "助かりました",
      ]
    ),
    (
      .unhelpful,
      [
        "no", "nope", "that was not it", "that's not it", "that wasn't it",
        "that is not it", "not it", "wrong", "that's wrong", "wrong answer", "not helpful",
        "that did not help", "that didn't help", "this does not help", "that doesn't help",
        "didn't help", "none of these", "none of them", "none", "neither", "something else",
        "no that was not it", "no that's not it", "not what i asked", "not what i meant",
        "that's not what i asked", "that's not what i meant", "nein", "das war es nicht",
        "das ist es nicht", "falsch", "keines davon", "nichts davon", "etwas anderes",
        "das hilft nicht", "das hat nicht geholfen", "non", "ce n'est pas ça", "ce n'est pas cela",
        "aucune", "faux", "autre chose", "eso no es", "no es eso", "ninguna", "otra cosa",
        "non è questo", "nessuna", "nessuno", "altro", "nee", "dat is het niet", "iets anders",
        "não", "não é isso", "nenhuma", "不是", "不对", "都不是", "没有帮助", "没用", "いいえ", "違います",
        "違う", "どれでもない",
      ]
    ),
    (
      .yes,
      [
        "yes", "yep", "yeah", "yes please", "exactly", "right", "correct", "sure", "ja", "genau",
        "richtig", "oui", "exactement", "si", "sí", "exacto", "esatto", "sim", "isso", "是", "是的",
        "对", "对的", "はい", "そうです",
      ]
    ),
    (
      .greeting,
      [
        "hello", "hi", "hey", "hi there", "hello there", "good morning", "good afternoon",
        "good evening", "hallo", "guten tag", "guten morgen", "moin", "servus", "bonjour", "salut",
        "hola", "buenos días", "ciao", "buongiorno", "goedendag", "olá", "bom dia", "你好", "您好",
        "こんにちは", "もしもし",
      ]
    ),
  ]
}
