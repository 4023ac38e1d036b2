/// What the bot says by itself, in the language of the customer.
struct PhraseBook: Sendable {
  var choose: String
  var rephrase: String
  var rephraseWithoutChoices: String
  var askOrder: String
  var askProduct: String
  /// Where `%` stands, what is missing comes.
  var askOther: String
  var noSuchOrder: String
  var handoff: String
  var passedOn: String
  var alternatives: String
  var thanks: String
  var greeting: String

  /// The phrases of a language; English where it is not among them.
  static func of(_ language: String?) -> PhraseBook {
    AnswerBook.primary(language).flatMap { byLanguage[$0] } ?? english
  }

  static let english = PhraseBook(
    choose: "Which of these do you mean?",
    rephrase: "I am not sure I understood. Is it one of these, or can you say it in other words?",
    rephraseWithoutChoices: "I am not sure I understood. Can you say it in other words?",
    askOrder: "Which order is it about? Please tell me the order number.",
    askProduct: "Which product is it about?",
    askOther: "Please tell me the %.",
    noSuchOrder: "I find no such order in your account. Please check the order number.",
    handoff: "I hand this over to a person, who will answer you here.",
    passedOn: "I have passed that on too.",
    alternatives: "Sorry about that. Is it one of these?",
    thanks: "You are welcome. Is there anything else?",
    greeting: "Hello! What can I help you with?")

  private static let byLanguage: [String: PhraseBook] = [
    "en": english, "de": german, "fr": french, "es": spanish, "it": italian, "nl": dutch,
    "pt": portuguese, "zh": chinese, "ja": japanese,
  ]

  private static let german = PhraseBook(
    choose: "Was davon meinen Sie?",
    rephrase:
      "Ich bin nicht sicher, ob ich Sie verstanden habe. Ist es eines davon, oder können Sie es "
      + "anders sagen?",
    rephraseWithoutChoices:
      "Ich bin nicht sicher, ob ich Sie verstanden habe. Können Sie es anders sagen?",
    askOrder: "Um welche Bestellung geht es? Bitte nennen Sie mir die Bestellnummer.",
    askProduct: "Um welches Produkt geht es?",
    askOther: "Bitte nennen Sie mir noch: %.",
    noSuchOrder:
      "In Ihrem Konto finde ich keine solche Bestellung. Bitte prüfen Sie die Bestellnummer.",
    handoff: "Ich gebe das an einen Menschen weiter, der Ihnen hier antwortet.",
    passedOn: "Auch das habe ich weitergegeben.",
    alternatives: "Das tut mir leid. Ist es eines davon?",
    thanks: "Gern geschehen. Kann ich sonst noch helfen?",
    greeting: "Guten Tag! Wobei kann ich helfen?")

  private static let french = PhraseBook(
    choose: "Laquelle de ces questions est la vôtre ?",
    rephrase:
      "Je ne suis pas sûr d'avoir compris. Est-ce l'une de ces questions, ou pouvez-vous le dire "
      + "autrement ?",
    rephraseWithoutChoices:
      "Je ne suis pas sûr d'avoir compris. Pouvez-vous le dire autrement ?",
    askOrder: "De quelle commande s'agit-il ? Merci d'indiquer le numéro de commande.",
    askProduct: "De quel produit s'agit-il ?",
    askOther: "Merci d'indiquer encore : %.",
    noSuchOrder:
      "Je ne trouve pas cette commande dans votre compte. Merci de vérifier le numéro.",
    handoff: "Je transmets votre demande à une personne, qui vous répondra ici.",
    passedOn: "Je l'ai transmis aussi.",
    alternatives: "Désolé. Est-ce l'une de ces questions ?",
    thanks: "Avec plaisir. Puis-je faire autre chose pour vous ?",
    greeting: "Bonjour ! En quoi puis-je vous aider ?")

  private static let spanish = PhraseBook(
    choose: "¿A cuál de estas se refiere?",
    rephrase:
      "No estoy seguro de haber entendido. ¿Es una de estas, o puede decirlo con otras palabras?",
    rephraseWithoutChoices:
      "No estoy seguro de haber entendido. ¿Puede decirlo con otras palabras?",
    askOrder: "¿De qué pedido se trata? Indíqueme el número de pedido, por favor.",
    askProduct: "¿De qué producto se trata?",
    askOther: "Indíqueme también: %.",
    noSuchOrder: "No encuentro ese pedido en su cuenta. Compruebe el número, por favor.",
    handoff: "Lo paso a una persona, que le responderá aquí.",
    passedOn: "También lo he pasado.",
    alternatives: "Lo siento. ¿Es una de estas?",
    thanks: "De nada. ¿Puedo ayudarle en algo más?",
    greeting: "¡Hola! ¿En qué puedo ayudarle?")

  private static let italian = PhraseBook(
    choose: "Quale di queste intende?",
    rephrase:
      "Non sono sicuro di aver capito. È una di queste, o può dirlo con altre parole?",
    rephraseWithoutChoices: "Non sono sicuro di aver capito. Può dirlo con altre parole?",
    askOrder: "Di quale ordine si tratta? Mi dica per favore il numero d'ordine.",
    askProduct: "Di quale prodotto si tratta?",
    askOther: "Mi dica per favore anche: %.",
    noSuchOrder: "Non trovo questo ordine nel suo account. Controlli per favore il numero.",
    handoff: "Passo la richiesta a una persona, che le risponderà qui.",
    passedOn: "Ho passato anche questo.",
    alternatives: "Mi dispiace. È una di queste?",
    thanks: "Prego. Posso aiutarla in altro?",
    greeting: "Buongiorno! In che cosa posso aiutarla?")

  private static let dutch = PhraseBook(
    choose: "Welke hiervan bedoelt u?",
    rephrase:
      "Ik weet niet zeker of ik u begrijp. Is het een hiervan, of kunt u het anders zeggen?",
    rephraseWithoutChoices: "Ik weet niet zeker of ik u begrijp. Kunt u het anders zeggen?",
    askOrder: "Om welke bestelling gaat het? Geef mij alstublieft het bestelnummer.",
    askProduct: "Om welk product gaat het?",
    askOther: "Geef mij alstublieft nog: %.",
    noSuchOrder: "Ik vind geen bestelling met dat nummer in uw account. Klopt het nummer?",
    handoff: "Ik geef dit door aan een medewerker, die u hier antwoordt.",
    passedOn: "Ook dat heb ik doorgegeven.",
    alternatives: "Dat spijt me. Is het een hiervan?",
    thanks: "Graag gedaan. Kan ik nog ergens mee helpen?",
    greeting: "Hallo! Waarmee kan ik u helpen?")

  private static let portuguese = PhraseBook(
    choose: "A qual destas se refere?",
    rephrase:
      "Não tenho a certeza de ter entendido. É uma destas, ou pode dizê-lo por outras palavras?",
    rephraseWithoutChoices:
      "Não tenho a certeza de ter entendido. Pode dizê-lo por outras palavras?",
    askOrder: "De que encomenda se trata? Indique, por favor, o número da encomenda.",
    askProduct: "De que produto se trata?",
    askOther: "Indique também, por favor: %.",
    noSuchOrder: "Não encontro essa encomenda na sua conta. Verifique o número, por favor.",
    handoff: "Passo isto a uma pessoa, que lhe responderá aqui.",
    passedOn: "Também passei isso.",
    alternatives: "Lamento. É uma destas?",
    thanks: "De nada. Posso ajudar em mais alguma coisa?",
    greeting: "Olá! Em que posso ajudar?")

  private static let chinese = PhraseBook(
    choose: "您指的是哪一个？", rephrase: "我不太确定您的意思。是下面的某一个吗？或者请换个说法。",
    rephraseWithoutChoices: "我不太确定您的意思，请换个说法。", askOrder: "请告诉我您的订单号。",
    askProduct: "请问是哪件商品？", askOther: "请再告诉我：%。",
    noSuchOrder: "在您的账户里没有找到这个订单，请核对订单号。", handoff: "我把您的问题转给人工客服，稍后在这里回复您。",
    passedOn: "这条也已转达。", alternatives: "很抱歉。是下面的某一个吗？", thanks: "不客气，还有什么可以帮您？",
    greeting: "您好！有什么可以帮您？")

  private static let japanese = PhraseBook(
    choose: "どちらのことでしょうか。", rephrase: "うまく理解できませんでした。次のいずれかですか。別の言い方でもお願いします。",
    rephraseWithoutChoices: "うまく理解できませんでした。別の言い方でお願いします。",
    askOrder: "どのご注文でしょうか。注文番号をお知らせください。", askProduct: "どの商品のことでしょうか。",
    askOther: "次もお知らせください：%。", noSuchOrder: "お客様のアカウントにその注文は見つかりません。番号をご確認ください。",
    handoff: "担当者におつなぎします。こちらでお答えします。", passedOn: "そちらも担当者に伝えました。",
    alternatives: "申し訳ありません。次のいずれかですか。", thanks: "どういたしまして。ほかにご用はありますか。",
    greeting: "こんにちは。どのようなご用件でしょうか。")
}
