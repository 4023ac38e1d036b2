/// What a gate says to a request when its head has been read.
package enum Admission: Sendable {
  /// The request goes on to its route; `keyID` names who sent it and `headers` are added to the
  /// response.
  case admit(keyID: String? = nil, headers: HeaderFields = [:])
  /// The response to a request that does not reach its route.
  case refuse(Response)
}

/// Decides on a request before any of its body is read.
///
/// It gets the request with an empty body and the route's parameters set, and the template of
/// the route's path, which is nil if no route has the path. It runs on the thread that serves
/// sockets, so it must neither block nor take long.
package typealias Gate = @Sendable (Request, _ template: String?) -> Admission
