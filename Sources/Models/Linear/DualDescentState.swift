import Engine

/// Weights and dual variables of sixteen machines while they are fitted.
struct DualDescentState {
  /// [columns, 16].
  var weights: [Float]
  /// [rows, 16]; none is below 0.
  private var duals: [Float]
  var intercepts = Lanes.zero
  /// 1 in the lanes that hold a machine, else 0.
  var live = Lanes.zero

  init(columnCount: Int, rowCount: Int) {
    weights = [Float](repeating: 0, count: columnCount * Kernels.laneCount)
    duals = [Float](repeating: 0, count: rowCount * Kernels.laneCount)
  }

  /// Calls `body` with the state where steps can be taken.
  mutating func withMemory(_ body: (inout Memory) -> Void) {
    weights.withUnsafeMutableBufferPointer { weights in
      duals.withUnsafeMutableBufferPointer { duals in
        withUnsafeTemporaryAllocation(byteCount: 64, alignment: 64) { scratch in
          let scratch = scratch.bindMemory(to: Float.self)
          guard let duals = duals.baseAddress, let scratch = scratch.baseAddress else { return }
          // Without a column there are no weights, but still intercepts.
          var memory = Memory(
            weights: weights.baseAddress ?? scratch, duals: duals, scratch: scratch,
            intercepts: intercepts, live: live)
          body(&memory)
          intercepts = memory.intercepts
        }
      }
    }
  }

  /// The addresses of a state.
  struct Memory {
    let weights: UnsafeMutablePointer<Float>
    let duals: UnsafeMutablePointer<Float>
    let scratch: UnsafeMutablePointer<Float>
    var intercepts: Lanes
    let live: Lanes
    /// The signs of a row whose class has no lane here.
    let absent = Lanes(repeating: -1)

    /// Moves the dual variables of one row to where the dual is least along them.
    ///
    /// - Returns: whether all are at zero with a slope above the limit.
    /// - Source: Hsieh et al. 2008, equations 8 and 9.
    @inline(__always)
    mutating func step(
      row: Int, _ columns: UnsafePointer<Int32>, _ values: UnsafePointer<Float>, count: Int,
      signs: Lanes, diagonal: Float, size: Float, limit: Lanes, violation: inout Lanes
    ) -> Bool {
      Kernels.store(intercepts, scratch)
      Kernels.addScaledRows(
        scratch, weights, stride: Kernels.laneCount, columns: columns, values: values,
        count: count)
      let dual = Kernels.load(duals + row * Kernels.laneCount)
      let slope = (signs * Kernels.load(scratch) - 1 + dual * diagonal) * live
      let atZero = dual .== 0
      let projected = slope.replacing(with: pointwiseMin(slope, .zero), where: atZero)
      violation = pointwiseMax(violation, pointwiseMax(projected, -projected))
      let next = pointwiseMax(dual - slope * size, .zero)
      let change = (next - dual) * signs
      if change == .zero {
        // Lanes without a machine are at zero for ever.
        return all(atZero .& ((slope .> limit) .| (live .== 0)))
      }
      Kernels.store(next, duals + row * Kernels.laneCount)
      Kernels.store(change, scratch)
      Kernels.addRow(toRows: weights, scratch, columns: columns, values: values, count: count)
      intercepts += change
      return false
    }
  }
}
