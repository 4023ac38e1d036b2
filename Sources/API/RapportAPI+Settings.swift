import HTTPServer
import Service

extension RapportAPI {
  private static let settingName = Endpoint.Parameter(
    name: "name", place: .path,
    schema: .string(values: SettingName.allCases.map(\.rawValue)), text: "name of the setting",
    example: "\"contact.cost\"")

  /// The numbers that a shop sets.
  var settingRoutes: [Endpoint] {
    [
      Endpoint(
        method: .get, template: "/v1/settings", summary: "Every setting with what counts",
        scope: .read, response: .object([("settings", .array(.reference("Setting")), true)]),
        example: "{\"settings\":[\(Examples.setting)]}"
      ) { _ in
        struct Settings: Encodable { var settings: [SettingAnswer] }
        return try Self.json(Settings(settings: rapport.settings()))
      },
      Endpoint(
        method: .put, template: "/v1/settings/{name}",
        summary: "Set a number, or the word that stands for one", scope: .write,
        text: "It counts from the next question on. Sending it again changes nothing.",
        parameters: [Self.settingName],
        body: Endpoint.Body(
          schema: .closedObject([
            ("value", .oneOf([.number, .string(values: SettingBody.words)]), true)
          ]), example: #"{"value":4}"#), response: .reference("Setting"),
        example: Examples.setting, problems: [.notFound]
      ) { request in
        let name = try Self.knownSetting(request)
        let body = try BodyReader.decode(SettingBody.self, from: request)
        return try Self.json(
          rapport.set(name, to: body.number(of: name), actor: Self.actor(of: request)))
      },
      Endpoint(
        method: .delete, template: "/v1/settings/{name}",
        summary: "Let the default of a setting count again", scope: .write,
        text: "Sending it again changes nothing.", parameters: [Self.settingName],
        response: .reference("Setting"), example: Examples.setting, problems: [.notFound]
      ) { request in
        try Self.json(
          rapport.unset(Self.knownSetting(request), actor: Self.actor(of: request)))
      },
    ]
  }

  private static func knownSetting(_ request: Request) throws(Problem) -> String {
    let name = request.parameter("name")
    guard SettingName(rawValue: name) != nil else {
      throw Problem(
        .notFound, code: "unknown_setting",
        detail: "there is no such setting; there are "
          + SettingName.allCases.map(\.rawValue).joined(separator: ", "))
    }
    return name
  }
}

private struct SettingBody: RequestBody {
  enum CodingKeys: CodingKey, CaseIterable { case value }

  enum Value: Decodable {
    case number(Double)
    case word(String)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else {
        self = .word(try container.decode(String.self))
      }
    }
  }

  static let words = SettingName.allCases.flatMap(\.words)

  var value: Value

  func number(of name: String) throws(Problem) -> Double {
    switch value {
    case .number(let number): return number
    case .word(let word):
      let words = SettingName(rawValue: name)?.words ?? []
      guard let place = words.firstIndex(of: word) else {
        throw Problem(
          at: "/value", "must be \(words.isEmpty ? "a number" : words.joined(separator: ", "))")
      }
      return Double(place)
    }
  }
}
