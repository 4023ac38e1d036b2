import FoundationEssentials
import SeedShop

let folder = CommandLine.arguments.dropFirst().first ?? "seed-data"
try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
for file in SeedShop.files() {
  try Data(file.text.utf8).write(to: URL(filePath: folder).appending(path: file.name))
  print("\(folder)/\(file.name): \(file.text.utf8.count) bytes")
}
