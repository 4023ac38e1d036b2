import Glibc
import Terminal
import TestSupport
import Testing

@testable import rapport

@Suite struct ReportFileTests {
  private let directory = TemporaryDirectory()

  private func text(of path: String) -> String {
    String(decoding: contents(of: path), as: UTF8.self)
  }

  private func failure(_ path: String) -> CommandFailure? {
    do throws(CommandFailure) {
      _ = try ReportFile(path)
      return nil
    } catch {
      return error
    }
  }

  @Test func `what was there is replaced as a whole, and nothing else is left`() throws {
    let path = directory.file("report.html", "<!DOCTYPE html>old and longer than what follows")
    try ReportFile(path).write("<!doctype html>new")
    #expect(text(of: path) == "<!doctype html>new")
    try ReportFile(path).write("<!DOCTYPE HTML>newer")
    #expect(text(of: path) == "<!DOCTYPE HTML>newer")
    var status = stat()
    #expect(stat(path, &status) == 0 && status.st_mode & 0o600 == 0o600)
    unlink(path)
    #expect(rmdir(directory.path) == 0, "no unfinished file stays")
  }

  @Test func `a link keeps leading to its file`() throws {
    let path = directory.file("report.html", "")
    let link = directory.file("link.html")
    #expect(symlink(path, link) == 0)
    try ReportFile(link).write("new")
    #expect(text(of: path) == "new")
    var status = stat()
    #expect(lstat(link, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
  }

  @Test func `a directory is refused with a file to name instead`() {
    let found = failure(directory.path)
    #expect(found?.exitCode == .cannotCreate)
    #expect(found?.message.contains("is a directory") == true)
    #expect(found?.hint?.contains(directory.path + "/report.html") == true)
    #expect(failure(directory.path + "/")?.exitCode == .cannotCreate)
    #expect(failure("")?.exitCode == .cannotCreate)
    #expect(failure("/dev/null")?.message.contains("not a regular file") == true)
  }

  @Test func `a file that is no page stays`() {
    let path = directory.file("customers.csv", "customer_id,country\n")
    let found = failure(path)
    #expect(found?.exitCode == .cannotCreate)
    #expect(found?.message.contains("not an HTML page") == true)
    #expect(failure(directory.file("short.html", "<"))?.exitCode == .cannotCreate)
  }

  @Test func `a folder that is not there is named`() {
    let found = failure(directory.file("no/such/report.html"))
    #expect(found?.exitCode == .cannotCreate)
    #expect(found?.message.contains("no directory \(directory.path)/no/such") == true)
    let file = directory.file("file", "x")
    #expect(failure(file + "/report.html")?.exitCode == .cannotCreate)
  }
}

@Suite struct ReportCommandTests {
  private let directory = TemporaryDirectory()

  @Test(arguments: ["recommender", "churn", "support"])
  func `each model's evaluation becomes a page`(model: String) throws {
    let db = try TrainedShop.copy(to: directory)
    let path = directory.file("report.html")
    let finished = try rapport(
      "evaluate", model, "--budget", "1s", "--json", "--report", path, "--db", db)
    #expect(finished.code == 0, "\(finished.told)")
    #expect(finished.errors.contains("The report is in \(path)."))
    let page = String(decoding: contents(of: path), as: UTF8.self)
    #expect(page.hasPrefix("<!DOCTYPE html>") && page.hasSuffix("</html>\n"))
    for figure in try finished.json()["figures"]?.elements ?? [] {
      let sentence = try #require(figure["sentence"]?.string)
      // Up to the first letter that HTML writes otherwise.
      let start = sentence.prefix { !"&<>\"'".contains($0) }
      #expect(page.contains(start), "\(sentence)")
    }
  }

  @Test func `a place that cannot be written to is refused before the work`() throws {
    let finished = try rapport(
      "evaluate", "churn", "--report", directory.path, "--db", directory.file("missing.db"))
    #expect(finished.code == 73)
    #expect(finished.errors.contains("is a directory"), "\(finished.told)")
    #expect(finished.output.isEmpty)
  }
}
