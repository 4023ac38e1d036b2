import Domain
import FoundationEssentials
import Recommendation
import Terminal

/// The files of MovieLens 1M in the form of gSASRec.
struct MovieSequenceFiles {
  let train: InteractionLog
  let validation: HeldOut
  /// Histories up to the last item, which is to find.
  let test: HeldOut
  /// The same from histories that lack the last item but one.
  let gapTest: HeldOut
  /// The training sequences as rows of items from 0, in the order of the users.
  let histories: [[Int32]]
  /// What each user met last, as such a row.
  let answers: [Int]
  let itemCount: Int

  private static let start = Timestamp(year: 2000, month: 1, day: 1).seconds
  /// Seconds from the first event to those of one kind.
  private static let (recent, future, end): (Int64, Int64, Int64) = (
    2_000_000, 3_000_000, 4_000_000
  )

  /// Nil, which is said, where a file is absent.
  init?(_ setting: Setting) throws {
    func sequences(_ file: DataFile) throws -> [[Int64]]? {
      guard let path = setting.path(of: file) else { return nil }
      let text = try setting.unpacked(path, as: "sequences")
      return try String(contentsOfFile: text, encoding: .utf8).split(separator: "\n")
        .map { $0.split(separator: " ").compactMap { Int64($0) } }
    }
    guard let training = try sequences(.movieTrainInput),
      let validationInput = try sequences(.movieValidationInput),
      let validationOutput = try sequences(.movieValidationOutput),
      let testInput = try sequences(.movieTestInput),
      let testOutput = try sequences(.movieTestOutput)
    else { return nil }
    guard training.count == testInput.count, training.count == testOutput.count,
      validationInput.count == validationOutput.count
    else {
      throw CommandFailure(
        "The sequence files have different numbers of users.", exitCode: .dataError)
    }
    var places: [[Int64]: Int] = [:]
    for (user, sequence) in training.enumerated() { places[sequence] = user }
    var (recent, future): ([(Int, [Int64])], [(Int, [Int64])]) = ([], [])
    for (input, output) in zip(validationInput, validationOutput) {
      // A validation history goes one item beyond the training sequence.
      guard let user = places[Array(input.dropLast())] else { continue }
      recent.append((user, input.suffix(1)))
      future.append((user, output))
    }
    let users = training.indices
    train = Self.log(users.map { ($0, training[$0]) }, from: 0)
    let asOf = Timestamp(seconds: Self.start + Self.end)
    validation = HeldOut(
      past: train, recent: Self.log(recent, from: Self.recent),
      future: Self.log(future, from: Self.future), asOf: asOf,
      text: "the last item known of \(future.count) users")
    let missing = users.map { user in
      (user, Array(testInput[user].dropFirst(training[user].count)))
    }
    let answers = Self.log(users.map { ($0, testOutput[$0]) }, from: Self.future)
    test = HeldOut(
      past: train, recent: Self.log(missing, from: Self.recent), future: answers, asOf: asOf,
      text: "the last item of every user")
    gapTest = HeldOut(
      past: train, future: answers, asOf: asOf,
      text: "the last item of every user, the one before it unknown")
    let items = Set(training.joined()).union(testOutput.joined()).sorted()
    let rows = Dictionary(uniqueKeysWithValues: zip(items, Int32(0)...))
    histories = training.map { $0.compactMap { rows[$0] } }
    self.answers = testOutput.map { Int(rows[$0.first ?? 0] ?? -1) }
    itemCount = items.count
  }

  /// Purchases one second apart.
  private static func log(
    _ sequences: [(user: Int, items: [Int64])], from offset: Int64
  ) -> InteractionLog {
    var log = InteractionLog()
    for (user, items) in sequences {
      for item in items {
        log.append(
          customer: Customer.Key(Int64(user + 1)), product: Product.Key(item), kind: .purchase,
          quantity: 1, value: 0,
          occurredAt: Timestamp(seconds: start + offset + Int64(log.count)))
      }
    }
    return log
  }
}
