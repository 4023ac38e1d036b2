import Engine
import FoundationEssentials
import Models

/// Factors of the customers and items of MovieLens 1M.
struct MovieLensFactors {
  let users: Tensor
  let items: Tensor

  /// Trains them; nil, which is said, where the data are absent.
  init?(_ setting: Setting) throws {
    guard let path = setting.path(of: .movieLens) else { return nil }
    let text = try setting.unpacked(path, as: "movielens.txt")
    var (rows, columns): ([Int], [Int]) = ([], [])
    let contents = FileManager.default.contents(atPath: text) ?? Data()
    for line in contents.split(separator: UInt8(ascii: "\n")) {
      let numbers = line.split(separator: UInt8(ascii: " ")).compactMap {
        Int(String(decoding: $0, as: UTF8.self))
      }
      guard numbers.count == 2 else { continue }
      rows.append(numbers[0])
      columns.append(numbers[1])
    }
    let interactions = SparseMatrix(
      rowCount: (rows.max() ?? 0) + 1, columnCount: (columns.max() ?? 0) + 1, entryRows: rows,
      entryColumns: columns, entryValues: [Float](repeating: 1, count: rows.count))
    let model = try ImplicitALS.fit(
      interactions, configuration: ImplicitALS.Configuration(threads: EngineCaseName.threads))
    users = model.userFactors
    items = model.itemFactors
  }
}
