package import Evaluation

extension Figure.Content {
  /// The data of the figure as a table.
  package var table: FigureTable {
    switch self {
    case .lines(let chart): chart.table
    case .bars(let chart): chart.table
    case .grid(let chart): chart.table
    case .intervals(let chart): chart.table
    case .table(let table): table
    }
  }
}

extension FigureTable.Cell {
  /// The cell of a number, by the format of its axis.
  fileprivate init(_ value: Double?, _ format: FigureAxis.Format) {
    guard let value, value.isFinite else {
      self = .none
      return
    }
    self =
      switch format {
      case .percent: .percent(value)
      case .number: .number(value, decimals: abs(value) < 1000 ? 4 : 0)
      }
  }
}

extension LineChart {
  /// A row a point.
  fileprivate var table: FigureTable {
    let isNamed = lines.count > 1
    let hasBand = lines.contains { $0.points.contains { $0.low != nil || $0.high != nil } }
    return FigureTable(
      columns: (isNamed ? ["Line"] : []) + [x.label, y.label] + (hasBand ? ["Low", "High"] : []),
      rows: lines.flatMap { line in
        line.points.map { point in
          let ends = [FigureTable.Cell(point.low, y.format), .init(point.high, y.format)]
          return (isNamed ? [.text(line.name)] : [])
            + [.init(point.x, x.format), .init(point.y, y.format)] + (hasBand ? ends : [])
        }
      })
  }
}

extension BarChart {
  /// A row a category.
  fileprivate var table: FigureTable {
    let columns = series.flatMap { series in
      [series.name] + (series.intervals.isEmpty ? [] : ["Low", "High"])
    }
    return FigureTable(
      columns: [label] + columns,
      rows: categories.indices.map { row in
        [.text(categories[row])]
          + series.flatMap { series -> [FigureTable.Cell] in
            let value = series.values.indices.contains(row) ? series.values[row] : nil
            guard !series.intervals.isEmpty else { return [.init(value, y.format)] }
            let range = series.intervals.indices.contains(row) ? series.intervals[row] : nil
            return [value, range?.lowerBound, range?.upperBound].map { .init($0, y.format) }
          }
      })
  }
}

extension GridChart {
  /// A row a row.
  fileprivate var table: FigureTable {
    FigureTable(
      columns: [yLabel] + columns,
      rows: rows.indices.map { row in
        [.text(rows[row])]
          + columns.indices.map { .init(self[row, $0], .number) }
      })
  }

  /// The value of a cell; nil where there is none.
  private subscript(row: Int, column: Int) -> Double? {
    guard values.indices.contains(row), values[row].indices.contains(column) else { return nil }
    return values[row][column]
  }
}

extension IntervalChart {
  /// A row a row.
  fileprivate var table: FigureTable {
    FigureTable(
      columns: ["Name", axis.label, "Low", "High"],
      rows: rows.map { row in
        let metric = row.metric
        let ends = metric.hasInterval ? [metric.low, metric.high] : [nil, nil]
        return [.text(row.name), .init(metric.value, axis.format)]
          + ends.map { .init($0, axis.format) }
      })
  }
}
