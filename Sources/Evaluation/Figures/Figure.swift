/// One picture or table of an evaluation, with the sentence that says what it shows.
///
/// Figures hold data, not drawings: the terminal prints the tables, the HTML
/// report draws all of them, and JSON carries the numbers.
package struct Figure: Sendable, Hashable {
  /// What is drawn.
  package enum Content: Sendable, Hashable {
    case lines(LineChart)
    case bars(BarChart)
    case grid(GridChart)
    case intervals(IntervalChart)
    case table(FigureTable)
  }

  /// Unique within a report; lower-case letters, digits and hyphens: "roc".
  package var name: String
  package var title: String
  /// What a reader should see in it, in one or two sentences with the figures.
  package var sentence: String
  package var content: Content
  /// Figures of one group stand side by side under its heading: "Shapes".
  package var group: String?

  package init(
    name: String, title: String, sentence: String, content: Content, group: String? = nil
  ) {
    self.name = name
    self.title = title
    self.sentence = sentence
    self.content = content
    self.group = group
  }
}

/// What an axis measures and how its numbers are written.
package struct FigureAxis: Sendable, Hashable {
  /// How values along the axis are written.
  package enum Format: Sendable, Hashable {
    case number
    /// A share of one, written as per cent.
    case percent
  }

  package var label: String
  package var format: Format
  /// The ends of the axis; nil leaves them to the data.
  package var bounds: ClosedRange<Double>?

  package init(_ label: String, format: Format = .number, bounds: ClosedRange<Double>? = nil) {
    self.label = label
    self.format = format
    self.bounds = bounds
  }
}

/// Curves over a number.
package struct LineChart: Sendable, Hashable {
  /// A point of a line, with its interval where it has one.
  package struct Point: Sendable, Hashable {
    package var x: Double
    package var y: Double
    /// The ends of the band around the point, where it has one.
    package var low: Double?
    package var high: Double?

    package init(x: Double, y: Double, low: Double? = nil, high: Double? = nil) {
      self.x = x
      self.y = y
      self.low = low
      self.high = high
    }
  }

  /// How a line is drawn.
  package enum Style: Sendable, Hashable {
    case line
    /// Constant from each point to the next.
    case steps
    /// Points with a thin line between.
    case dots
    /// What the others are compared with: dashed and pale.
    case reference
  }

  /// A named line.
  package struct Line: Sendable, Hashable {
    package var name: String
    package var points: [Point]
    package var style: Style

    package init(name: String, points: [Point], style: Style = .line) {
      self.name = name
      self.points = points
      self.style = style
    }
  }

  package var x: FigureAxis
  package var y: FigureAxis
  package var lines: [Line]

  package init(x: FigureAxis, y: FigureAxis, lines: [Line]) {
    self.x = x
    self.y = y
    self.lines = lines
  }
}

/// Bars of one or more series over named categories.
package struct BarChart: Sendable, Hashable {
  /// A bar for each category.
  package struct Series: Sendable, Hashable {
    package var name: String
    /// One value a category.
    package var values: [Double]
    /// One interval a category, or none.
    package var intervals: [ClosedRange<Double>]

    package init(name: String, values: [Double], intervals: [ClosedRange<Double>] = []) {
      self.name = name
      self.values = values
      self.intervals = intervals
    }
  }

  /// What the categories are.
  package var label: String
  package var categories: [String]
  package var y: FigureAxis
  package var series: [Series]

  package init(label: String, categories: [String], y: FigureAxis, series: [Series]) {
    self.label = label
    self.categories = categories
    self.y = y
    self.series = series
  }
}

/// Values over two sets of categories, coloured around zero.
package struct GridChart: Sendable, Hashable {
  package var xLabel: String
  package var columns: [String]
  package var yLabel: String
  package var rows: [String]
  /// [rows][columns]; nil where there is nothing to say.
  package var values: [[Double?]]
  /// What a value is: "log-odds".
  package var unit: String

  package init(
    xLabel: String, columns: [String], yLabel: String, rows: [String], values: [[Double?]],
    unit: String
  ) {
    self.xLabel = xLabel
    self.columns = columns
    self.yLabel = yLabel
    self.rows = rows
    self.values = values
    self.unit = unit
  }
}

/// Named values with their intervals, one below the other.
package struct IntervalChart: Sendable, Hashable {
  /// A named value with its interval.
  package struct Row: Sendable, Hashable {
    package var name: String
    package var metric: Metric

    package init(name: String, metric: Metric) {
      self.name = name
      self.metric = metric
    }
  }

  package var axis: FigureAxis
  package var rows: [Row]

  package init(axis: FigureAxis, rows: [Row]) {
    self.axis = axis
    self.rows = rows
  }
}

/// A table whose numbers stay numbers until they are shown.
package struct FigureTable: Sendable, Hashable {
  /// One cell of a table.
  package enum Cell: Sendable, Hashable {
    case text(String)
    case number(Double, decimals: Int)
    /// A share of one, written as per cent with one decimal.
    case percent(Double)
    case none
  }

  package var columns: [String]
  package var rows: [[Cell]]
  /// How many rows are enough where room is short; nil where the reader of the table
  /// decides.
  package var shortCount: Int?

  package init(columns: [String], rows: [[Cell]], shortCount: Int? = nil) {
    self.columns = columns
    self.rows = rows
    self.shortCount = shortCount
  }
}
