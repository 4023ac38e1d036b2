extension AnswerWording {
  /// What a language differs in.
  struct Style: Sendable {
    enum Symbol: Sendable { case before, beforeWithSpace, after }

    var months: [String] = []
    var point = "."
    var group = ","
    /// Digits from which a number is grouped.
    var groupsFrom = 4
    var symbol = Symbol.after
    var comma = ", "
    var and = ", "
    var more: @Sendable (Int) -> String = { ", … (+\($0))" }
    var date: @Sendable (String, Int, Int, Int) -> String = { "\($3) \($0) \($1)" }

    /// For a language that is not known.
    static let plain = Style()

    static let american: Style = {
      var style = english
      style.date = { "\($0) \($3), \($1)" }
      return style
    }()

    private static let english = Style(
      months: names(
        "January February March April May June July August September October November December"),
      symbol: .before, and: " and ", more: { " and \($0) more" })

    private static let han = Style(
      symbol: .before, comma: "、", and: "、", more: { "等\($0)件" },
      date: { "\($1)年\($2)月\($3)日" })

    private static func names(_ text: String) -> [String] {
      text.split(separator: " ").map(String.init)
    }

    static let byLanguage: [String: Style] = [
      "en": english,
      "de": Style(
        months: names(
          "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"),
        point: ",", group: ".", and: " und ", more: { " und \($0) weitere" },
        date: { "\($3). \($0) \($1)" }),
      "fr": Style(
        months: names(
          "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
        point: ",", group: "\u{202F}", and: " et ",
        more: { $0 == 1 ? " et 1 autre" : " et \($0) autres" },
        date: { "\($3 == 1 ? "1er" : "\($3)") \($0) \($1)" }),
      "es": Style(
        months: names(
          "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
        ),
        point: ",", group: ".", groupsFrom: 5, and: " y ", more: { " y \($0) más" },
        date: { "\($3) de \($0) de \($1)" }),
      "it": Style(
        months: names(
          "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre "
            + "dicembre"),
        point: ",", group: ".", and: " e ", more: { $0 == 1 ? " e un altro" : " e altri \($0)" },
        date: { "\($3 == 1 ? "1º" : "\($3)") \($0) \($1)" }),
      "nl": Style(
        months: names(
          "januari februari maart april mei juni juli augustus september oktober november december"
        ),
        point: ",", group: ".", symbol: .beforeWithSpace, and: " en ",
        more: { " en nog \($0)" }),
      "pt": Style(
        months: names(
          "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro"
        ),
        point: ",", group: ".", and: " e ", more: { " e mais \($0)" },
        date: { "\($3) de \($0) de \($1)" }),
      "pl": Style(
        months: names(
          "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października "
            + "listopada grudnia"),
        point: ",", group: "\u{A0}", groupsFrom: 5, and: " i ", more: { " i jeszcze \($0)" }),
      "zh": han,
      "ja": Style(
        symbol: .before, comma: "、", and: "、", more: { "ほか\($0)点" },
        date: { "\($1)年\($2)月\($3)日" }),
    ]
  }
}
