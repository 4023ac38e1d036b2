/// The currencies that amounts are read and written in.
enum CurrencyTable {
  /// The sign of each, where one currency alone is meant by it.
  static let symbols = [
    "EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "CNY": "¥", "INR": "₹", "KRW": "₩",
    "PLN": "zł", "UAH": "₴", "ILS": "₪", "VND": "₫", "NGN": "₦", "PHP": "₱",
  ]

  /// Digits behind the point; 2 for a currency that is not known.
  static func decimals(of code: String) -> Int {
    switch code {
    case "JPY", "KRW", "VND", "CLP", "ISK": 0
    case "BHD", "KWD", "OMR", "TND", "JOD": 3
    default: 2
    }
  }
}

extension CurrencyTable {
  /// ISO 4217 codes by the hash of the folded word.
  static let codes: [UInt64: String] = {
    let list = """
      EUR USD GBP JPY CNY CHF SEK NOK DKK PLN CZK HUF INR AUD CAD NZD SGD HKD KRW BRL MXN TRY ZAR \
      RUB UAH RON BGN ILS THB VND AED SAR TWD PHP IDR MYR
      """
    return words(list.split(separator: " ").map { (String($0), String($0)) })
  }()

  /// Which dollar the letters before `$` mean.
  static let dollars = words([
    ("us", "USD"), ("usd", "USD"), ("a", "AUD"), ("au", "AUD"), ("aud", "AUD"), ("c", "CAD"),
    ("ca", "CAD"), ("cad", "CAD"), ("nz", "NZD"), ("hk", "HKD"), ("s", "SGD"), ("r", "BRL"),
    ("nt", "TWD"),
  ])

  /// What currencies are called.
  static let names = words([
    ("euro", "EUR"), ("euros", "EUR"), ("eur", "EUR"), ("dollar", "$"), ("dollars", "$"),
    ("bucks", "$"), ("dolares", "$"), ("dollari", "$"), ("pound", "GBP"), ("pounds", "GBP"),
    ("quid", "GBP"), ("pfund", "GBP"), ("franken", "CHF"), ("francs", "CHF"), ("sfr", "CHF"),
    ("yen", "JPY"), ("yuan", "CNY"), ("rmb", "CNY"), ("renminbi", "CNY"), ("zloty", "PLN"),
    ("zlotych", "PLN"), ("zlote", "PLN"), ("zł", "PLN"), ("kr", "kr"), ("kronor", "SEK"),
    ("kroner", "kr"), ("rupees", "INR"), ("rs", "INR"), ("won", "KRW"), ("reais", "BRL"),
    ("lira", "TRY"), ("rubles", "RUB"), ("kc", "CZK"), ("ft", "HUF"),
  ])

  static let unspaced: [([UInt32], String)] = [
    ("欧元", "EUR"), ("歐元", "EUR"), ("美元", "USD"), ("美金", "USD"), ("英镑", "GBP"), ("日元", "JPY"),
    ("人民币", "CNY"), ("ユーロ", "EUR"), ("ドル", "USD"), ("ポンド", "GBP"), ("元", "CNY"), ("块", "CNY"),
    ("円", "JPY"), ("원", "KRW"),
  ].map { ($0.0.unicodeScalars.map(\.value), $0.1) }

  private static func words(_ pairs: [(String, String)]) -> [UInt64: String] {
    var table: [UInt64: String] = [:]
    for (word, code) in pairs {
      for hash in WordHash.set(word) { table[hash] = code }
    }
    return table
  }

  /// The currency of a sign, which several may share.
  static func code(ofSign scalar: UInt32, store: String?) -> String? {
    switch scalar {
    case 0x24: code(ofName: "$", store: store)
    case 0xA3: "GBP"
    case 0xA5: store?.uppercased() == "CNY" ? "CNY" : "JPY"
    case 0x20AC: "EUR"
    case 0x20B9: "INR"
    case 0x20A9: "KRW"
    case 0x20BD: "RUB"
    case 0x20BA: "TRY"
    case 0x20B4: "UAH"
    case 0x20AA: "ILS"
    case 0x20AB: "VND"
    case 0x20B1: "PHP"
    default: nil
    }
  }

  /// A code, or the store's own among the currencies of that name.
  static func code(ofName name: String, store: String?) -> String {
    let own = store?.uppercased() ?? ""
    switch name {
    case "$": return ["AUD", "CAD", "NZD", "SGD", "HKD", "MXN", "TWD"].contains(own) ? own : "USD"
    case "kr": return ["NOK", "DKK", "ISK"].contains(own) ? own : "SEK"
    default: return name
    }
  }
}
