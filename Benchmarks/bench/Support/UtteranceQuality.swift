import Engine
import Evaluation
import Service
import Support

/// Bitext's utterances of an online shop's customers: 27 intents, five folds.
enum UtteranceQuality {
  private static let name = "support/bitext"
  private static let folds = 5

  /// Measures all folds, or the first only.
  static func rows(_ setting: Setting, isQuick: Bool) throws -> [Row] {
    guard let path = setting.path(of: .bitext) else { return [] }
    let texts = try EvaluationFiles.texts(of: path)
    let fold = stratified(texts)
    let rounds = isQuick ? 1 : folds
    setting.say(
      "Support, bitext: \(texts.count) texts, \(rounds) of \(folds) stratified folds, each the "
        + "whole bot trained on the others.")
    var figures = SeedFigures()
    for round in 0..<rounds {
      let bot = try TrainedBot(
        texts.indices.filter { fold[$0] != round }.map { texts[$0] }, seed: 1)
      let scored = bot.scored(texts.indices.filter { fold[$0] == round }.map { texts[$0] })
      let whole = "\(name)/in use"
      for (metric, value) in bot.figures(scored).intents.entries {
        figures.add(value.value, whole, metric, unit: Row.unit(of: metric))
      }
      for (place, leg) in bot.model.legNames.enumerated() {
        let right = scored.count { $0.namedByLegs[place] == $0.truth }
        figures.add(Double(right) / Double(scored.count), "\(name)/\(leg)", "accuracy")
      }
      figures.add(bot.seconds, whole, "training, two cores", unit: "s")
    }
    return figures.rows
  }

  /// The fold of each text, each intent's dealt out in random order.
  private static func stratified(_ texts: [LabelledText]) -> [Int] {
    var groups: [String: [Int]] = [:]
    for (row, text) in texts.enumerated() { groups[text.intent, default: []].append(row) }
    var generator = Xoshiro256StarStar(seed: 1)
    var fold = [Int](repeating: 0, count: texts.count)
    var next = 0
    for intent in groups.keys.sorted() {
      var rows = groups[intent, default: []]
      generator.shuffle(&rows)
      for row in rows {
        fold[row] = next % folds
        next += 1
      }
    }
    return fold
  }
}
