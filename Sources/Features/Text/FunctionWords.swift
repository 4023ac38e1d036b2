/// Words that join others and say little of the subject, in the languages that
/// shops meet most.
///
/// Document frequencies cannot find them in a list of a few dozen questions:
/// there "how" is as rare as "refund". Negations are not among them, since they
/// tell questions apart. Other languages lose nothing but this head start.
package enum FunctionWords {
  /// Whether the keyword of that hash is one of them: a word, or in unspaced
  /// runs a character or a pair of them.
  package static func contains(_ hash: UInt64) -> Bool { hashes.contains(hash) }

  /// Whether that character of an unspaced run joins others wherever it stands.
  static func isParticle(_ hash: UInt64) -> Bool { particles.contains(hash) }

  private static let particles = Set(
    unspaced.flatMap { list in
      list.split(separator: " ").map { TextTokens(String($0)) }.filter { $0.count == 1 }
        .flatMap { TextNGrams.terms(of: $0) }
    })

  private static let hashes: Set<UInt64> = {
    var hashes = particles
    for list in spaced {
      for word in list.split(separator: " ") {
        hashes.insert(NGramHash.term(TextNormalizer.scalars(of: String(word))[...]))
      }
    }
    for list in unspaced {
      for word in list.split(separator: " ") {
        hashes.formUnion(pairs(in: TextTokens(String(word))))
      }
    }
    // A single kana says nothing, in whatever word it stands.
    for kana in UInt32(0x3041)...0x3096 { hashes.insert(NGramHash.term([kana])) }
    return hashes
  }()

  private static func pairs(in tokens: TextTokens) -> [UInt64] {
    let terms = tokens.tokens.map { TextNGrams.term(of: tokens, $0) }
    return zip(terms, terms.dropFirst()).map { NGramHash.sequence($0, $1) }
  }

  private static let spaced = [
    // English
    """
    a about am an and any anything are as at be been but by can could did do does \
    for from get give got had has have hello hi how i id if ill im in into is it its ive just \
    know let like make may me might must my need of on one or our ours please shall should \
    so some someone something tell than thank thanks that thats the their them then there these \
    they this those to us very want was we were what whats when where wheres which who whos why \
    will with would you your youre yours
    """,
    // German
    """
    aber als am an auch auf aus bei bin bis bitte das dass dem den der des die dies diese dieser du \
    durch ein eine einem einen einer es fur geht gibt hallo habe haben hat ich ihr ihre im in ist ja kann \
    konnen mal man mein meine meinen mich mir mit mochte muss nach noch nur oder sich sie sind so \
    soll uber um und uns unser unsere von vor wann warum was welche welcher wenn wer werden wie wir \
    wird wo zu zum zur
    """,
    // French
    """
    a ai au aux avec avez bonjour c ce ces cette comment d dans de des du elle en est et etre il \
    j je l la le les leur m ma mais mes mon nous on ou par peux plait pour pourquoi puis \
    qu quand que quel quelle quelles quels qui quoi s sa se ses si sont sur t ta te tes ton tu un \
    une vos votre vous y
    """,
    // Spanish and Portuguese
    """
    al algo aqui como con cual cuales cuando cuanto de del desde donde e el ella en entre es esta \
    este esto estoy favor fue ha hay he hola la las le les lo los mas me mi mis muy nos o para \
    pero por porque puedo que quien quiero se ser si sobre su sus tengo tiene un una unas uno \
    unos y yo ao aos as com da das do dos em eu isso meu meus minha na nas nos o os ou pela pelo \
    posso quais qual quando quero sao seu sua tem uma voce
    """,
    // Italian and Dutch
    """
    ai alla anche che chi ciao come con cosa da dei del della delle di dove e gli ho i il in io la \
    le lo ma mi mia mio nel nella o per perche posso quale quali quando quanto se sono su sul \
    tra un una uno vi voglio aan als bij dat de deze die dit een en er het hoe ik ik in is je kan \
    kunnen maar met mijn moet naar of om ons op te tot uit van voor waar waarom wanneer wat \
    we welke wie wil zijn
    """,
    // Russian
    """
    а бы в вам вас вы где да для до его если есть еще за здравствуйте и из или к как какая какие \
    какой когда ли мне могу можно мой моего моей мои моя мы на над надо нужно о об он она они от \
    по пожалуйста почему при про с сколько со спасибо так там то ту у уже хочу хотел что чтобы это \
    этот эту я
    """,
    // Greek
    """
    αν απο για δεχεστε ειναι ενα ενας εχει εχω η θα θελω και κανω με μια μου μπορω να ο οι οταν \
    οτι παρακαλω ποια ποιο ποιος ποιους που ποτε πως σας σε στη στην στο τα την της τι τις το τον \
    του των ως
    """,
    // Arabic
    """
    اريد ارغب استطيع الى ان انا اين او اي شكرا عن على عند في فضلك قبل كم كيف لا لكم لي ما متى مرحبا \
    من ماذا مع هذا هذه هل هو هي و يمكن يمكنني
    """,
  ]

  /// Of languages whose words run together: single characters, and longer words
  /// of which each pair of neighbours counts.
  private static let unspaced = [
    // Chinese
    """
    的 了 吗 呢 吧 啊 呀 嘛 我 你 您 他 她 它 们 是 在 有 和 与 也 都 就 还 很 请 把 被 给 让 这 那 什 么 怎 哪 \
    个 想 要 能 会 可 以 得 为 怎么办 怎么样 什么时候 为什么 可不可以 能不能 是不是 有没有 如何 多少 哪里 哪儿 请问 \
    你好 您好 这个 那个 我们 你们 需要 一下 谢谢 是否 我想 我要 想要 请给我 帮我 能帮我
    """,
    // Japanese
    """
    は が を に で と の へ も や か よ ね ですか ますか でしょうか ました ません ませんか のですが んですが けど から まで \
    より たいです したいです たいのですが してください ください てもらえますか もらえます いただけますか られますか \
    できますか できる できれば ありますか あります あった います いますか ている ていた でした したい して した する \
    すれば はどうすればいいですか はどうやって やって はどこですか はどこで どこに はどこから どこにあるか はいつ \
    はいくらですか いくつ どんな どの どれ どう こと という ついて について のは には では とは がほしい てほしい \
    ほしいです をお願いします をお願いできますか お願いしたい をおしえて を教えてください 教えて を知りたい がわからない \
    なりました になった なりたい れば えば けます きます します こんにちは すみません ありがとうございます
    """,
    // Korean
    """
    은 는 이 가 을 를 에 의 도 어떻게 하나요 할까요 되나요 있나요 인가요 합니까 습니다 입니다 하고 싶어요 싶습니다 \
    주세요 해주세요 언제 어디 무엇 얼마 에서 안녕하세요
    """,
    // Thai
    """
    ได้ไหม ได้หรือเปล่า อย่างไร ที่ไหน เท่าไร เท่าไหร่ ครับ ค่ะ คะ ไหม ขอ หน่อย อยาก ของ ฉัน ผม \
    ที่ ใน เป็น และ มี ให้ ทำ
    """,
  ]
}

extension TextTokens {
  /// Whether the token is one of `FunctionWords`, or part of one in an unspaced
  /// run.
  package func isFunctionWord(_ index: Int) -> Bool {
    let term = TextNGrams.term(of: self, tokens[index])
    guard let run = tokens[index].run else { return FunctionWords.contains(term) }
    if FunctionWords.isParticle(term) { return true }
    if index > 0, tokens[index - 1].run == run {
      let before = TextNGrams.term(of: self, tokens[index - 1])
      if FunctionWords.contains(NGramHash.sequence(before, term)) { return true }
    }
    guard index + 1 < count, tokens[index + 1].run == run else { return false }
    let after = TextNGrams.term(of: self, tokens[index + 1])
    return FunctionWords.contains(NGramHash.sequence(term, after))
  }
}
