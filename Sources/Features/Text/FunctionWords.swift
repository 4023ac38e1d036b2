/// Words that join others and say little of the subject, in the languages
/// written with spaces that shops meet most.
///
/// Document frequencies cannot find them in a list of a few dozen questions:
/// there "how" is as rare as "refund". Negations are not among them, since they
/// tell questions apart. Other languages lose nothing but this head start.
package enum FunctionWords {
  /// Whether the keyword of that hash is one of them.
  package static func contains(_ hash: UInt64) -> Bool { hashes.contains(hash) }

  private static let hashes = Set(
    lists.flatMap { list in
      list.split(separator: " ").map { word in
        NGramHash.term(word.unicodeScalars.map(\.value)[...])
      }
    })

  private static let lists = [
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
    durch ein eine einem einen einer es fur hallo habe haben hat ich ihr ihre im in ist ja kann \
    konnen man mein meine meinen mich mir mit mochte muss nach noch nur oder sich sie sind so \
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
  ]
}

extension TextTokens {
  /// Whether the token is one of `FunctionWords`.
  package func isFunctionWord(_ index: Int) -> Bool {
    FunctionWords.contains(TextNGrams.term(of: self, tokens[index]))
  }
}
