/// Finds the handler of a request by method and path; a trie over path segments.
///
/// A literal segment wins over a parameter in the same place. A parameter never matches an
/// empty segment, so `/items//x` and a trailing slash find nothing.
package struct Router: Sendable {
  /// Answers one request; runs on a worker thread and may block, unless the route is inline.
  package typealias Handler = @Sendable (Request) throws -> Response

  /// A route's name: what metrics are labelled with and the API document lists.
  package struct Route: Sendable, Hashable {
    /// What is asked.
    package let method: Method
    /// The path, with its parameters in braces.
    package let template: String

    package init(method: Method, template: String) {
      self.method = method
      self.template = template
    }
  }

  /// What a path and a method lead to.
  enum Match {
    case route(Endpoint, parameters: [String: String])
    /// The path exists; these are its methods.
    case otherMethods(template: String, allowed: [Method])
    case nothing

    /// The template of the path.
    var template: String? {
      switch self {
      case .route(let endpoint, _): endpoint.template.text
      case .otherMethods(let template, _): template
      case .nothing: nil
      }
    }
  }

  /// What answers the requests of one route.
  final class Endpoint: Sendable {
    /// Where among the router's routes it stands.
    let place: Int
    let method: Method
    let template: RouteTemplate
    let options: RouteOptions
    let handler: Handler

    init(
      _ place: Int, _ method: Method, _ template: RouteTemplate, _ options: RouteOptions,
      _ handler: @escaping Handler
    ) {
      self.place = place
      self.method = method
      self.template = template
      self.options = options
      self.handler = handler
    }
  }

  private struct Node {
    var literals: [String: Int] = [:]
    var parameter: Int?
    /// Of one path, by method: so few that searching them beats hashing.
    var endpoints: [Endpoint] = []
  }

  private var nodes = [Node()]
  /// Every route, in the order added.
  package private(set) var routes: [Route] = []

  package init() {}

  /// Adds a route.
  ///
  /// The template is a path such as `/v1/customers/{id}/recommendations`. GET answers HEAD
  /// too, and OPTIONS is answered by the router.
  ///
  /// - Precondition: the template is well formed and no other route has the same shape and
  ///   method.
  package mutating func add(
    _ method: Method, _ template: String, options: RouteOptions = RouteOptions(),
    _ handler: @escaping Handler
  ) {
    let template = RouteTemplate(template)
    var node = 0
    for segment in template.segments { node = child(of: node, for: segment) }
    precondition(
      endpoint(method, at: node) == nil, "route \(method) \(template.text) is there already")
    nodes[node].endpoints.append(
      Endpoint(routes.count, method, template, options, handler))
    routes.append(Route(method: method, template: template.text))
  }

  private mutating func child(of node: Int, for segment: RouteTemplate.Segment) -> Int {
    let fresh = nodes.count
    switch segment {
    case .literal(let text):
      if let child = nodes[node].literals[text] { return child }
      nodes[node].literals[text] = fresh
    case .parameter:
      if let child = nodes[node].parameter { return child }
      nodes[node].parameter = fresh
    }
    nodes.append(Node())
    return fresh
  }

  func match(_ method: Method, _ segments: [String]) -> Match {
    var values: [String] = []
    var nearest: Int?
    let found = search(method, segments, 0, from: 0, values: &values, nearest: &nearest)
    if let endpoint = found {
      guard !values.isEmpty else { return .route(endpoint, parameters: [:]) }
      let parameters = Dictionary(uniqueKeysWithValues: zip(endpoint.template.names, values))
      return .route(endpoint, parameters: parameters)
    }
    guard let nearest, let first = nodes[nearest].endpoints.first else { return .nothing }
    return .otherMethods(
      template: first.template.text,
      allowed: Self.allowed(nodes[nearest].endpoints.map(\.method)))
  }

  private func endpoint(_ method: Method, at node: Int) -> Endpoint? {
    nodes[node].endpoints.first { $0.method == method }
  }

  /// Walks down the trie along the segments from `depth` on, literals first; `nearest` is the
  /// first path found without the method.
  private func search(
    _ method: Method, _ segments: [String], _ depth: Int, from node: Int,
    values: inout [String], nearest: inout Int?
  ) -> Endpoint? {
    guard depth < segments.count else {
      if let endpoint = endpoint(method, at: node) { return endpoint }
      if method == .head, let endpoint = endpoint(.get, at: node) { return endpoint }
      if nearest == nil && !nodes[node].endpoints.isEmpty { nearest = node }
      return nil
    }
    let segment = segments[depth]
    if let child = nodes[node].literals[segment],
      let found = search(
        method, segments, depth + 1, from: child, values: &values, nearest: &nearest)
    {
      return found
    }
    guard let child = nodes[node].parameter, !segment.isEmpty else { return nil }
    values.append(segment)
    if let found = search(
      method, segments, depth + 1, from: child, values: &values, nearest: &nearest)
    {
      return found
    }
    values.removeLast()
    return nil
  }

  /// The methods of the whole server, for `OPTIONS *`.
  var allMethods: [Method] { Self.allowed(routes.map(\.method)) }

  /// Adds the methods that come for free and sorts.
  private static func allowed(_ methods: [Method]) -> [Method] {
    var allowed = Set(methods)
    if allowed.contains(.get) { allowed.insert(.head) }
    allowed.insert(.options)
    return allowed.sorted { $0.rawValue < $1.rawValue }
  }
}
