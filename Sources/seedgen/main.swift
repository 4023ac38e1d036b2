import FoundationEssentials
import Glibc
import SeedShop

let arguments = CommandLine.arguments.dropFirst()
guard arguments.count == 1, let folder = arguments.first, !folder.hasPrefix("-") else {
  print("usage: seedgen FOLDER   writes the seed data there, as in: seedgen seed-data")
  exit(2)
}

do {
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  for file in SeedShop.files() {
    try Data(file.text.utf8).write(to: URL(filePath: folder).appending(path: file.name))
    print("\(folder)/\(file.name): \(file.text.utf8.count) bytes")
  }
} catch {
  print("The seed data cannot be written to \(folder): \(error)")
  exit(1)
}
