/// Finds the handler of a request by method and path; a trie over path segments.
///
/// A literal segment wins over a parameter in the same place. A parameter never matches an
/// empty segment, so `/items//x` and a trailing slash find nothing.
package struct Router: Sendable {
  /// Answers one request; runs on a worker thread and may block.
  package typealias Handler = @Sendable (Request) throws -> Response

  /// A route's name: what metrics are labelled with and the API document lists.
  package struct Route: Sendable, Hashable {
    package let method: Method
    package let template: String

    package init(method: Method, template: String) {
      self.method = method
      self.template = template
    }
  }

  /// What a path and a method lead to.
  enum Match {
    case route(template: String, parameters: [String: String], handler: Handler)
    /// The path exists; these are its methods.
    case otherMethods(template: String, allowed: [Method])
    case nothing
  }

  private struct Endpoint {
    let template: RouteTemplate
    let handler: Handler
  }

  private struct Node {
    var literals: [String: Int] = [:]
    var parameter: Int?
    var endpoints: [Method: Endpoint] = [:]
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
    _ method: Method, _ template: String, _ handler: @escaping Handler
  ) {
    let template = RouteTemplate(template)
    var node = 0
    for segment in template.segments { node = child(of: node, for: segment) }
    precondition(
      nodes[node].endpoints[method] == nil, "route \(method) \(template.text) is there already")
    nodes[node].endpoints[method] = Endpoint(template: template, handler: handler)
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
    let found = search(method, segments[...], from: 0, values: &values, nearest: &nearest)
    if let endpoint = found {
      let parameters = Dictionary(uniqueKeysWithValues: zip(endpoint.template.names, values))
      return .route(
        template: endpoint.template.text, parameters: parameters, handler: endpoint.handler)
    }
    guard let nearest else { return .nothing }
    let methods = nodes[nearest].endpoints
    guard let template = Method.implemented.lazy.compactMap({ methods[$0]?.template.text }).first
    else { return .nothing }
    return .otherMethods(template: template, allowed: Self.allowed(Array(methods.keys)))
  }

  /// Walks down the trie, literals first; `nearest` is the first path found without the
  /// method.
  private func search(
    _ method: Method, _ segments: ArraySlice<String>, from node: Int, values: inout [String],
    nearest: inout Int?
  ) -> Endpoint? {
    guard let segment = segments.first else {
      let endpoints = nodes[node].endpoints
      if let endpoint = endpoints[method] ?? (method == .head ? endpoints[.get] : nil) {
        return endpoint
      }
      if nearest == nil && !endpoints.isEmpty { nearest = node }
      return nil
    }
    let rest = segments.dropFirst()
    if let child = nodes[node].literals[segment],
      let found = search(method, rest, from: child, values: &values, nearest: &nearest)
    {
      return found
    }
    guard let child = nodes[node].parameter, !segment.isEmpty else { return nil }
    values.append(segment)
    if let found = search(method, rest, from: child, values: &values, nearest: &nearest) {
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
