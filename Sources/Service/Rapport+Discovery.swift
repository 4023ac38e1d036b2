import Domain
package import Recommendation
import Storage

/// What a list of products for anybody may ask for.
package struct DiscoveryOptions: Sendable {
  /// How many at the most.
  package var limit: Int
  /// Only products of these; empty for all.
  package var categories: [String]
  /// Counts only customers of this country or attribute value; for ``Rapport/popular(_:)``.
  package var segment: CustomerSegments.Segment?

  package init(
    limit: Int = 10, categories: [String] = [], segment: CustomerSegments.Segment? = nil
  ) {
    self.limit = limit
    self.categories = categories
    self.segment = segment
  }

  /// The customers of a country, or those a text as `name=value` names.
  ///
  /// - Returns: nil where neither is given.
  /// - Throws: `invalidRequest` where both are, or the text has no `=`.
  package static func segment(
    country: String?, text: String?
  ) throws(ServiceError) -> CustomerSegments.Segment? {
    guard let text else {
      return country.map { CustomerSegments.Segment(name: CustomerSegments.country, value: $0) }
    }
    guard country == nil else {
      throw ServiceError(
        .invalidRequest, "a country is a segment: give one of the two",
        hint: "leave out the country or the segment")
    }
    guard let sign = text.firstIndex(of: "="), sign != text.startIndex else {
      throw ServiceError(
        .invalidRequest, "the segment \(quoted(text)) is not name=value",
        hint: "write a customer attribute and its value, such as plan=plus")
    }
    return CustomerSegments.Segment(
      name: String(text[..<sign]), value: String(text[text.index(after: sign)...]))
  }
}

extension Rapport {
  /// Products that more customers meet now than usually.
  package func trending(_ options: DiscoveryOptions) throws -> DiscoveryAnswer {
    let generation = generation
    let asOf = try lastMoment()
    let trending = try discovery.trending(generation) {
      let configuration = TrendingProducts.Configuration()
      let days = configuration.windowDays + configuration.usualDays
      return TrendingProducts(
        of: try log(days: days, before: asOf), asOf: asOf ?? clock(), configuration: configuration)
    }
    return try answer(trending.products, options, asOf: asOf)
  }

  /// What customers meet most, all of them or those of a segment.
  package func popular(_ options: DiscoveryOptions) throws -> DiscoveryAnswer {
    let generation = generation
    let asOf = try lastMoment()
    let popular = try discovery.popular(generation) {
      let configuration = PopularProducts.Configuration()
      return PopularProducts(
        of: try log(days: configuration.longestDays, before: asOf),
        segments: CustomerSegments(try store.read { try $0.customers() }), asOf: asOf ?? clock(),
        configuration: configuration)
    }
    guard let segment = options.segment else {
      return try answer(popular.overall, options, asOf: asOf)
    }
    guard let products = popular.products(in: segment) else {
      throw Self.unknownSegment(segment, among: popular.segments.segments)
    }
    var answer = try answer(products, options, asOf: asOf)
    answer.segment = "\(segment.name)=\(segment.value)"
    return answer
  }

  /// The products that came last.
  package func newest(_ options: DiscoveryOptions) throws -> DiscoveryAnswer {
    let generation = generation
    let asOf = try lastMoment()
    let new = try discovery.new(generation) {
      let (keys, first) = try store.read { reader in
        (try reader.products().map(\.key), try reader.firstInteractions())
      }
      return NewProducts(catalogue: keys, firstSeen: first, asOf: asOf ?? clock())
    }
    return try answer(new.products, options, asOf: asOf)
  }

  /// Midnight after the last interaction, never after today; nil where there is none.
  private func lastMoment() throws -> Timestamp? {
    let last = try store.read { try $0.counts().lastInteraction }
    return last.map { min($0, clock()).nextMidnight }
  }

  private func log(days: Int, before end: Timestamp?) throws -> InteractionLog {
    guard let end else { return InteractionLog() }
    return try store.read { try $0.interactionLog(from: end.adding(days: -days), until: end) }
  }

  private func answer(
    _ products: [DiscoveredProduct], _ options: DiscoveryOptions, asOf: Timestamp?
  ) throws -> DiscoveryAnswer {
    let catalogue = try catalogue()
    try catalogue.check(categories: options.categories)
    let items = products.lazy.compactMap { found -> DiscoveryAnswer.Item? in
      guard catalogue.isAvailable(found.product), let product = catalogue[found.product] else {
        return nil
      }
      let isAllowed =
        options.categories.isEmpty
        || product.category.map { options.categories.contains($0) } ?? false
      guard isAllowed else { return nil }
      return DiscoveryAnswer.Item(
        productId: product.id.rawValue, title: product.title, category: product.category,
        price: product.price, currency: product.currency,
        score: sixDigits(Double(found.score)), reason: found.reason.text)
    }
    return DiscoveryAnswer(
      items: Array(items.prefix(options.limit)), asOf: asOf?.rfc3339, segment: nil)
  }

  private static func unknownSegment(
    _ segment: CustomerSegments.Segment, among segments: [CustomerSegments.Segment]
  ) -> ServiceError {
    let values = segments.filter { $0.name == segment.name }.map(\.value)
    guard values.isEmpty else {
      return ServiceError(
        .invalidRequest, "no customer has \(segment.name) \(quoted(segment.value))",
        hint: "there are \(values.prefix(20).joined(separator: ", "))")
    }
    var names: [String] = []
    for segment in segments where names.last != segment.name { names.append(segment.name) }
    return ServiceError(
      .invalidRequest, "customers are not in segments by \(quoted(segment.name))",
      hint: names.isEmpty
        ? "no customer has a country or attributes: import some with 'rapport import customers FILE'"
        : "there are segments by \(names.prefix(20).joined(separator: ", "))")
  }
}
