import Dispatch
import HTTPServer
import Ingest
import Service
import Synchronization
import TestSupport
import Testing

@Suite struct PrivacyRouteTests {
  @Test func `a customer on one page`() throws {
    let client = try Client()
    let page = try client.get("/v1/customers/k31/overview").decoded(OverviewAnswer.self)
    #expect(page.customer.id == "k31" && page.recommendations != nil && page.churn != nil)
    try expectProblem(client.get("/v1/customers/nobody/overview"), 404, "unknown_customer")
    let untrained = try Client(isTrained: false).get("/v1/customers/k31/overview")
    #expect(untrained.status == 200 && untrained.text.contains(#""churn":null"#))
  }

  @Test func `a customer is exported and erased`() throws {
    let client = try Client()
    let export = try client.get("/v1/customers/k31/export").decoded(CustomerExportAnswer.self)
    #expect(export.customer.name == "Name 31" && export.interactions.count > 10)
    let rehearsal = try client.send(.delete, "/v1/customers/k31?dry_run=true")
      .decoded(ErasureAnswer.self)
    #expect(rehearsal.dryRun && rehearsal.rows.interactions == export.interactions.count)
    let answer = try client.send(.delete, "/v1/customers/k31").decoded(ErasureAnswer.self)
    #expect(answer.purged && answer.rows.interactions == export.interactions.count)
    try expectProblem(client.send(.delete, "/v1/customers/k31"), 404, "unknown_customer")
    try expectProblem(client.get("/v1/customers/k31/export"), 404, "unknown_customer")
  }

  @Test func `erasures while requests run leave nothing and break nothing`() throws {
    let client = try Client()
    let people = (0..<8).map { "zqx-\($0),Zqxname \($0)\n" }.joined()
    try SampleShop.load("id,name\n" + people, "customers.csv", .customers, into: client.rapport)
    let sent = try client.send(
      .post, "/v1/customers", #"{"id":"zqx-0","attributes":{"city":"Zqxtown"}}"#,
      type: "application/json", fields: ["Idempotency-Key": "for-zqx-0"])
    #expect(sent.status == 200, "\(sent.text)")
    let bad = Mutex<[String]>([])
    DispatchQueue.concurrentPerform(iterations: 6) { worker in
      do {
        if worker < 2 {
          for number in 0..<4 {
            let reply = try client.send(.delete, "/v1/customers/zqx-\(worker * 4 + number)")
            let answer = try reply.decoded(ErasureAnswer.self)
            if !answer.purged { bad.withLock { $0.append("not purged: \(answer.notes)") } }
          }
        } else {
          for number in 0..<40 {
            let replies = [
              try client.get("/v1/customers/k4\(number % 10)/recommendations"),
              try client.get("/v1/customers/k5\(number % 10)/churn"),
              try client.get("/v1/churn?limit=3"),
              try client.post(
                "/v1/interactions",
                #"{"event_id":"w\#(worker)-\#(number)","customer_id":"k40","product_id":"p10","#
                  + #""kind":"view"}"#),
            ]
            for reply in replies where reply.status != 200 {
              bad.withLock { $0.append(reply.text) }
            }
          }
        }
      } catch {
        bad.withLock { $0.append("\(error)") }
      }
    }
    #expect(bad.withLock { $0 } == [])
    #expect(try client.rapport.check() == [])
    #expect(try client.rapport.status().customers == 60)
    for file in ["", "-wal"] {
      let bytes = contents(of: client.directory.database + file)
      #expect(!String(decoding: bytes, as: UTF8.self).lowercased().contains("zqx"))
    }
  }
}
