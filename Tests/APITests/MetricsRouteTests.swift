import Domain
import Engine
import Service
import Testing

@testable import API

@Suite struct MetricsRouteTests {
  @Test func `metrics are told in the text format of Prometheus`() throws {
    let client = try Client()
    let list =
      #"[{"event":"impression","customer_id":"k01","product_ids":["p01","p02","p03","p04"]},"#
      + #"{"event":"click","customer_id":"k01","product_id":"p02"}]"#
    _ = try client.post("/v1/recommendations/events", list)
    let bought = #"{"customer_id":"k01","product_id":"p02","kind":"purchase"}"#
    _ = try client.post("/v1/interactions", bought)
    let reply = try client.get("/metrics")
    #expect(reply.status == 200)
    #expect(reply.type == "text/plain; version=0.0.4; charset=utf-8")
    let lines = reply.text.split(separator: "\n").map(String.init)
    for line in [
      #"rapport_build_info{version="1"} 1"#,
      #"rapport_model_info{kind="recommender",model="recommender-1"} 1"#,
      #"rapport_records{table="customers"} 60"#,
      "# TYPE rapport_recommendation_impressions_total counter",
      #"rapport_recommendation_impressions_total{model="recommender-1"} 4"#,
      #"rapport_recommendation_clicks_total{model="recommender-1"} 1"#,
      #"rapport_recommendation_conversions_total{model="recommender-1"} 1"#,
      "# TYPE rapport_recommendation_click_through_ratio gauge",
      #"rapport_recommendation_click_through_ratio{model="recommender-1"} 0.25"#,
      #"rapport_recommendation_conversion_ratio{model="recommender-1"} 0.25"#,
    ] {
      #expect(lines.contains(line), "\(line)")
    }
    try checkFormat(reply.text)
  }

  @Test func `an experiment and its arm are labels, whatever its name`() throws {
    let client = try Client()
    _ = try client.rapport.train(
      .recommender, options: TrainingOptions(), cancellation: Cancellation(), progress: nil)
    _ = try client.rapport.startExperiment(
      versionA: 1, versionB: 2, share: 0.5, name: #"say "hi" \ ü"#)
    let list = #"{"event":"impression","customer_id":"k01","product_ids":["p01","p02"]}"#
    _ = try client.post("/v1/recommendations/events", list)
    let text = try client.get("/metrics").text
    #expect(text.contains(#",experiment="say \"hi\" \\ ü",arm=""#), "\(text)")
    try checkFormat(text)
  }

  @Test func `a young shop has metrics too`() throws {
    let text = try Client(isTrained: false).get("/metrics").text
    #expect(text.contains(#"rapport_records{table="products"} 21"#))
    #expect(!text.contains("rapport_model_info"))
    try checkFormat(text)
  }

  @Test func `label values and help are escaped and numbers are as Prometheus reads them`() {
    var text = PrometheusText()
    text.add(
      "a", .gauge, "back\\slash \"quoted\"\nline",
      [
        .init([("l", "\\\"\n")], 1.5), .init([], .nan), .init([], .infinity),
        .init([], -.infinity), .init([("x", ""), ("y", "é")], 1e20),
      ])
    text.add("b", .counter, "nothing", [])
    #expect(
      text.text == #"""
        # HELP a back\\slash "quoted"\nline
        # TYPE a gauge
        a{l="\\\"\n"} 1.5
        a NaN
        a +Inf
        a -Inf
        a{x="",y="é"} 1e+20

        """#)
  }

  /// Every line is a comment or a sample of the family declared above it, and no
  /// series comes twice.
  private func checkFormat(_ text: String) throws {
    #expect(text.hasSuffix("\n"))
    var family = ""
    var series: Set<String> = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: true) {
      let words = line.split(separator: " ", maxSplits: 3).map(String.init)
      if words[0] == "#" {
        #expect(["HELP", "TYPE"].contains(words[1]))
        family = words[2]
        continue
      }
      let name = line.prefix { $0 != "{" && $0 != " " }
      #expect(name == family, "\(line)")
      let cut = try #require(line.lastIndex(of: " "))
      #expect(series.insert(String(line[..<cut])).inserted, "\(line)")
      #expect(Double(line[line.index(after: cut)...]) != nil, "\(line)")
    }
  }
}
