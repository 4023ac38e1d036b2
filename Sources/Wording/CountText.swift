/// A number with what it counts: "1 interaction", "14,652 interactions".
///
/// The plural is the singular with an s unless it is given.
package func counted(_ number: Int, _ one: String, _ many: String? = nil) -> String {
  "\(grouped(number)) \(number == 1 ? one : many ?? one + "s")"
}
