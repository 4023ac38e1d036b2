extension AdditiveModel {
  /// A place on the axis of a curve or grid.
  package enum Place: Sendable, Hashable {
    /// A number: a knot of a curve, or a value with an entry of its own.
    case number(Float)
    /// Numbers from the lower bound on and below the upper, as a grid bins them.
    case range(Range<Float>)
    /// Levels of a category.
    case levels([Int32])
    /// Levels that were not there in training or too rare.
    case otherLevels
    case missing
  }

  /// One point of a drawn curve.
  package struct CurvePoint: Sendable, Hashable {
    package let place: Place
    /// Whether the point lies on the line of its neighbours; spikes, levels and
    /// missing values stand alone.
    package let isOnLine: Bool
    /// In log-odds.
    package let value: Double
    /// Of the value; ±1.96 times it is the 95 % band.
    package let standardError: Double
  }

  /// A pair as a grid with labelled axes.
  package struct Grid: Sendable, Hashable {
    package let rows: [Place]
    package let columns: [Place]
    /// In log-odds: [rows, columns].
    package let values: [Double]
    package let standardErrors: [Double]
  }

  /// The points of a curve: the line in ascending order, then what stands alone.
  ///
  /// - Precondition: the term is a curve of this model.
  package func curve(of term: Term) -> [CurvePoint] {
    precondition(term.columns.count == 1, "curve(of:): the term is a grid")
    let scale = columns[term.columns[0]].curveScale
    let lineCount = if case .knots(let knots, _) = scale { knots.count } else { 0 }
    return places(of: scale).enumerated().map { entry, place in
      CurvePoint(
        place: place, isOnLine: entry < lineCount, value: term.values[entry],
        standardError: term.standardErrors[entry])
    }
  }

  /// The values of a pair with the places of its rows and columns.
  ///
  /// - Precondition: the term is a grid of this model.
  package func grid(of term: Term) -> Grid {
    precondition(term.columns.count == 2, "grid(of:): the term is a curve")
    return Grid(
      rows: places(of: columns[term.columns[0]].gridScale),
      columns: places(of: columns[term.columns[1]].gridScale), values: term.values,
      standardErrors: term.standardErrors)
  }

  /// The place of each entry of a scale.
  private func places(of scale: AdditiveScale) -> [Place] {
    switch scale {
    case .knots(let knots, let spikes):
      return (knots + spikes).map(Place.number) + [.missing]
    case .edges(let edges, let spikes):
      let bounds = [-Float.infinity] + edges + [Float.infinity]
      let bins = (0...edges.count).map { Place.range(bounds[$0]..<bounds[$0 + 1]) }
      return bins + spikes.map(Place.number) + [.missing]
    case .levels(let slots, let slotCount):
      let levels = (0..<slotCount).map { slot in
        Place.levels(slots.indices.filter { slots[$0] == slot }.map(Int32.init))
      }
      return levels + [.otherLevels, .missing]
    }
  }
}
