/// The words that dates are written with.
enum DateWords {
  static let months = WordHash.table(
    """
    1 january jan januar janner janvier janv enero ene gennaio gen januari janeiro stycznia styczen sty
    2 february feb februar feber fevrier fevr febrero febbraio februari fevereiro fev lutego luty
    3 march mar marz maerz mrz mars marzo maart mrt marco marca marzec
    4 april apr avril avr abril abr aprile kwietnia kwiecien
    5 may mai mayo maggio mag mei maio maja maj
    6 june jun juni juin junio giugno giu junho czerwca czerwiec
    7 july jul juli juillet juil julio luglio lug julho lipca lipiec
    8 august aug aout agosto ago augustus sierpnia sierpien
    9 september sep sept septembre septiembre settembre set setembro wrzesnia wrzesien
    10 october oct oktober okt octobre octubre ottobre ott outubro out pazdziernika pazdziernik
    11 november nov novembre noviembre novembro listopada listopad
    12 december dec dezember dez decembre diciembre dic dicembre dezembro grudnia grudzien
    """)

  static let ordinals = WordHash.set("st nd rd th er ere e º ª")
  static let joints = WordHash.set("of de del di van")
  /// Words that make a day and a month without a year a date.
  static let cues = WordHash.set(
    "am vom bis seit ab zum den dem on by until since from before after dated of le du au el dal il op"
  )

  static let day = WordHash.set("day")
  static let before = WordHash.set("before avant")
  static let after = WordHash.set("after apres")
  static let yesterday = WordHash.set("yesterday")
  static let tomorrow = WordHash.set("tomorrow")
  static let hier = WordHash.set("hier")
  static let demain = WordHash.set("demain")

  static let days = WordHash.table(
    """
    0 today heute hoy oggi hoje vandaag dzisiaj dzis
    -1 yesterday gestern hier ayer ieri ontem gisteren wczoraj
    1 tomorrow morgen demain manana domani amanha jutro
    -2 vorgestern anteayer antier anteontem eergisteren przedwczoraj
    2 ubermorgen uebermorgen overmorgen dopodomani pojutrze
    """)
  /// Words for tomorrow that also mean the morning.
  static let mornings = WordHash.set("morgen manana")
  static let beforeMornings = WordHash.set(
    "guten goeden goede heute gestern jeden la esta elke vandaag am")

  static let weekdays = WordHash.table(
    """
    1 monday mon montag montags lundi lunes lunedi maandag segunda poniedzialek
    2 tuesday tue dienstag mardi martes martedi dinsdag terca wtorek
    3 wednesday wed mittwoch mercredi miercoles mercoledi woensdag quarta srode sroda
    4 thursday thu donnerstag jeudi jueves giovedi donderdag quinta czwartek
    5 friday fri freitag vendredi viernes venerdi vrijdag sexta piatek
    6 saturday sat samstag sonnabend samedi sabado sabato zaterdag sobota sobote
    7 sunday sun sonntag dimanche domingo domenica zondag niedziela niedziele
    """)
  static let directions = WordHash.table(
    """
    -1 last past previous letzten letzter letzte letztem vergangenen vergangener afgelopen vorige scorso ostatni zeszly
    0 this diesen dieser diesem deze este
    1 next coming nachsten nachster nachste naechsten kommenden volgende aankomende proximo przyszly
    """)
  /// Said after the weekday.
  static let laterDirections = WordHash.table(
    """
    -1 dernier derniere pasado pasada scorso scorsa passado passada
    1 prochain prochaine proximo proxima prossimo prossima
    """)

  static let units = WordHash.table(
    """
    1 day days tag tage tagen jour jours dia dias giorno giorni dag dagen dni
    7 week weeks woche wochen semaine semaines semana semanas settimana settimane weken tygodnie tygodni
    """)
  static let ago = WordHash.set("ago fa atras geleden temu")
  static let beforeCounts = WordHash.table(
    """
    -1 vor hace ha
    1 in dans
    """)

  static let unspacedDays: [([UInt32], Int)] = [
    ("大前天", -3), ("前天", -2), ("昨天", -1), ("今天", 0), ("明天", 1), ("大后天", 3), ("后天", 2),
    ("後天", 2), ("一昨日", -2), ("昨日", -1), ("今日", 0), ("明日", 1), ("明後日", 2),
    ("おととい", -2), ("きのう", -1), ("あした", 1), ("あさって", 2),
  ].map { ($0.0.unicodeScalars.map(\.value), $0.1) }

  static let weeks: [[UInt32]] = ["周", "个星期", "星期", "礼拜", "週"].map {
    $0.unicodeScalars.map(\.value)
  }
  /// Monday to Saturday, and both words for Sunday.
  static let weekdayNumerals: [UInt32] = "一二三四五六日天".unicodeScalars.map(\.value)
}
