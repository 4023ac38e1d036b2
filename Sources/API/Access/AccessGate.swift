import Domain
import HTTPServer
import Service

/// Decides by a request's head who may ask what, and how often, before any body is read.
struct AccessGate: Sendable {
  let rapport: Rapport
  let policy: AccessPolicy
  /// What each route needs; nil for a route that is open to all.
  let scopes: [Router.Route: AccessScope?]
  let renderError: @Sendable (Problem, Request) -> Response
  private let limiter: RateLimiter?

  init(
    rapport: Rapport, policy: AccessPolicy, endpoints: [Endpoint],
    renderError: @escaping @Sendable (Problem, Request) -> Response
  ) {
    self.rapport = rapport
    self.policy = policy
    self.renderError = renderError
    scopes = Dictionary(
      uniqueKeysWithValues: endpoints.map {
        (Router.Route(method: $0.method, template: $0.template), $0.scope)
      })
    limiter = policy.requestsPerSecond.map {
      RateLimiter(rate: $0, burst: $0 * AccessPolicy.burstSeconds)
    }
  }

  func admit(_ request: Request, template: String?) -> Admission {
    do {
      let holder = try holder(of: request)
      // Guesses at keys count against their address.
      let headers = try countIn(holder.map { "key \($0.id)" } ?? request.remoteAddress)
      if isOpen(request, template) { return .admit(keyID: holder?.id, headers: headers) }
      if let problem = refusal(of: request, template, holder) {
        return .refuse(refused(problem, request, headers))
      }
      return .admit(keyID: holder?.id, headers: headers)
    } catch let refusal as Refusal {
      return .refuse(refused(refusal.problem, request, refusal.headers))
    } catch {
      let problem = Problem(
        .serviceUnavailable, code: "keys_unreadable", detail: "the keys cannot be read now")
      return .refuse(refused(problem, request, [:]))
    }
  }

  // MARK: - Keys

  private struct Refusal: Error {
    var problem: Problem
    var headers: HeaderFields
  }

  /// Who the request's key was given to; nil without a key or with one that is not valid.
  private func holder(of request: Request) throws -> KeyRing.Holder? {
    guard let token = Self.token(of: request) else { return nil }
    return try rapport.keyRing().holder(of: token, at: rapport.clock())
  }

  /// The credentials of `Authorization: Bearer …` (RFC 6750, section 2.1).
  static func token(of request: Request) -> String? {
    guard let value = request.headers["Authorization"] else { return nil }
    let words = value.split(separator: " ", omittingEmptySubsequences: true)
    guard words.count == 2, words[0].lowercased() == "bearer" else { return nil }
    return String(words[1])
  }

  /// Whether no key is asked for: the route is open, or a browser asks what it may send.
  private func isOpen(_ request: Request, _ template: String?) -> Bool {
    guard policy.requiresKey else { return true }
    if request.method == .options { return true }
    guard let template, let scope = scope(of: request, template) else { return false }
    return scope == nil
  }

  /// What a route needs: `.some(nil)` for an open one, nil where there is no such route.
  private func scope(of request: Request, _ template: String) -> AccessScope?? {
    let method = request.method == .head ? HTTPServer.Method.get : request.method
    return scopes[Router.Route(method: method, template: template)]
  }

  private func refusal(
    of request: Request, _ template: String?, _ holder: KeyRing.Holder?
  ) -> Problem? {
    guard let holder else {
      return Problem(
        .unauthorized, code: "not_authenticated",
        detail: Self.token(of: request) == nil
          ? "send Authorization: Bearer KEY; 'rapport keys create' makes one"
          : "the key is not valid: it is unknown, revoked or expired")
    }
    // Which routes there are is told to whoever has a key.
    guard let template, let needed = scope(of: request, template), let needed else { return nil }
    guard !holder.scopes.contains(needed) else { return nil }
    return Problem(
      .forbidden, code: "insufficient_scope",
      detail: "this needs a key with the scope \(needed.rawValue); the key \(holder.id) has "
        + holder.scopes.map(\.rawValue).sorted().joined(separator: ", "))
  }

  private func refused(
    _ problem: Problem, _ request: Request, _ headers: HeaderFields
  ) -> Response {
    var response = renderError(problem, request)
    for field in headers { response.headers[field.name] = field.value }
    switch problem.status {
    case .unauthorized:
      response.headers["WWW-Authenticate"] =
        Self.token(of: request) == nil
        ? "Bearer realm=\"rapport\"" : "Bearer realm=\"rapport\", error=\"invalid_token\""
    case .forbidden:
      response.headers["WWW-Authenticate"] =
        "Bearer realm=\"rapport\", error=\"insufficient_scope\""
    default: break
    }
    return response
  }

  // MARK: - Rates

  /// Counts the request; the fields tell the caller what is left.
  ///
  /// - Source: draft-ietf-httpapi-ratelimit-headers-10.
  /// - Throws: `Refusal` with 429 where it is one too many.
  private func countIn(_ caller: String) throws -> HeaderFields {
    guard let limiter else { return [:] }
    let verdict = limiter.take(caller)
    var headers: HeaderFields = [
      "RateLimit-Policy": "\"default\";q=\(limiter.burst);w=\(AccessPolicy.burstSeconds)",
      "RateLimit": "\"default\";r=\(verdict.remaining);t=\(verdict.wait)",
    ]
    guard verdict.isAllowed else {
      headers["Retry-After"] = "\(max(1, verdict.wait))"
      throw Refusal(
        problem: Problem(
          .tooManyRequests, code: "rate_limited",
          detail: "more than \(Int(limiter.rate)) requests a second; try again in "
            + "\(max(1, verdict.wait)) s"), headers: headers)
    }
    return headers
  }
}
