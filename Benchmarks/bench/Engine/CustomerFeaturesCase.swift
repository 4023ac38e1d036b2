import Domain
import Engine
import Features
import FoundationEssentials
import Terminal

/// Customer features of a million purchases as of one cut-off.
struct CustomerFeaturesCase: EngineCase {
  private static let (customers, products, interactions) = (50_000, 5_000, 1_000_000)
  private static let kinds = 40
  private static let cutoff = Timestamp(year: 2024, month: 7, day: 1)
  private static let days = 730

  private let events: CustomerEvents
  private let folder: ArrayFolder
  private let setting: Setting
  private var table: CustomerTable?

  init(_ folder: ArrayFolder, _ setting: Setting) throws {
    self.folder = folder
    self.setting = setting
    let arrays = Self.drawn()
    try folder.write(arrays.customers, shape: [arrays.customers.count], as: "customers")
    try folder.write(arrays.products, shape: [arrays.products.count], as: "products")
    try folder.write(arrays.times, shape: [arrays.times.count], as: "times")
    try folder.write(arrays.values, shape: [arrays.values.count], as: "values")
    try folder.write([Int32(Self.cutoff.seconds)], shape: [1], as: "cutoff")
    events = arrays.events
  }

  mutating func seconds() throws -> Double {
    try elapsedSeconds { table = try PurchaseFeatures.table(of: events, cutoff: Self.cutoff) }
  }

  mutating func figures() throws -> [Figure] {
    if table == nil { _ = try seconds() }
    let recency = table?.numeric.first {
      $0.name == PurchaseFeatures.Measure.recencyDays.rawValue
    }
    let values = (recency?.values ?? []).map { Double($0) }
    return [
      Figure("mean recency", values.reduce(0, +) / Double(max(1, values.count)), unit: "days"),
      Figure("features", Double(table?.numeric.count ?? 0), unit: "count"),
    ] + (try memoryFigures())
  }

  /// Builds the table in a process of its own, whose memory nothing else has raised.
  private func memoryFigures() throws -> [Figure] {
    let output = setting.workspace.file("memory")
    try ChildProcess.run(
      setting.ownProgram,
      ["engine", EngineCaseName.features1M.rawValue, "--memory-of", folder.path],
      output: output, scratch: setting.workspace.file("messages"))
    let text = String(
      decoding: FileManager.default.contents(atPath: output) ?? Data(), as: UTF8.self)
    let peaks = text.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
    guard peaks.count == 2 else {
      throw CommandFailure("No peak memory in '\(text)'.", exitCode: .internal)
    }
    return [
      Figure("peak memory with the interactions read", peaks[0], unit: "MB"),
      Figure("peak memory", peaks[1], unit: "MB"),
    ]
  }

  /// This process' peak memory in MB with the interactions of a folder read, and after
  /// their features were built.
  static func peakMemory(of folder: ArrayFolder) throws -> [Double] {
    let events = try Purchases(
      customers: folder.read("customers", of: Int32.self),
      products: folder.read("products", of: Int32.self),
      times: folder.read("times", of: Int32.self),
      values: folder.read("values", of: Float.self)
    ).events
    let before = Machine.peakMegabytes
    let table = try PurchaseFeatures.table(of: events, cutoff: cutoff)
    precondition(table.count > 0, "no features")
    return [before, Machine.peakMegabytes]
  }

  /// A shop's purchases in time order, as columns.
  private struct Purchases {
    var customers: [Int32]
    var products: [Int32]
    /// Seconds since 1970.
    var times: [Int32]
    var values: [Float]

    /// The log, and a catalogue of products in kinds.
    var events: CustomerEvents {
      var log = InteractionLog()
      for index in customers.indices {
        log.append(
          customer: Customer.Key(Int64(customers[index])),
          product: Product.Key(Int64(products[index])), kind: .purchase, quantity: 1,
          value: values[index], occurredAt: Timestamp(seconds: Int64(times[index])))
      }
      let kinds = (0..<CustomerFeaturesCase.products).map { product in
        (
          Product.Key(Int64(product)),
          ProductCatalogue.Entry(category: "kind \(product % CustomerFeaturesCase.kinds)")
        )
      }
      return CustomerEvents(
        log: log, catalogue: ProductCatalogue(Dictionary(uniqueKeysWithValues: kinds)))
    }
  }

  private static func drawn() -> Purchases {
    var generator = Xoshiro256StarStar(seed: 1)
    let activity = PowerLaw(count: customers, spread: 200)
    let popularity = PowerLaw(count: products, spread: 200)
    let span = Double(days) * Double(Timestamp.secondsPerDay)
    let start = Double(cutoff.seconds) - span
    let times = (0..<interactions).map { _ in Int32(start + generator.uniform() * (span - 1)) }
    return Purchases(
      customers: times.map { _ in Int32(activity.draw(&generator)) },
      products: times.map { _ in Int32(popularity.draw(&generator)) }, times: times.sorted(),
      values: times.map { _ in Float(Int(500 + 5_000 * generator.uniform())) / 100 })
  }
}
