/// The last steps of L-BFGS and the gradient changes along them.
///
/// All inner products the two-loop recursion needs are taken in one pass over
/// memory, the recursion runs on numbers, and a second pass forms the result.
///
/// - Source: W. Chen, Z. Wang & J. Zhou 2014, "Large-scale L-BFGS using
///   MapReduce", NIPS, section 3.
@safe
final class LBFGSHistory<Scalar: OptimisationScalar> {
  private let capacity: Int
  private let size: Int
  private let threads: Int
  /// Step and gradient change of each slot, one after the other; the system
  /// provides the pages as they are first written to.
  private let slab: UnsafeMutablePointer<Scalar>
  /// The slots in use, oldest first.
  private var slots: [Int] = []
  /// step i · change j, by slots.
  private var stepChange: [Double]
  /// change i · change j, by slots.
  private var changeChange: [Double]

  init(capacity: Int, size: Int, threads: Int) {
    self.capacity = capacity
    self.size = size
    self.threads = threads
    stepChange = [Double](repeating: 0, count: capacity * capacity)
    changeChange = stepChange
    unsafe slab = UnsafeMutablePointer<Scalar>.allocate(capacity: max(1, 2 * capacity * size))
  }

  deinit { unsafe slab.deallocate() }

  var isEmpty: Bool { slots.isEmpty }

  func removeAll() { slots.removeAll() }

  /// Remembers a step, unless its curvature is not safely positive.
  func append(
    from point: [Scalar], _ gradient: [Scalar], to newPoint: [Scalar], _ newGradient: [Scalar]
  ) {
    if slots.count == capacity { slots.removeFirst() }
    guard size > 0, let slot = (0..<capacity).first(where: { !slots.contains($0) }) else { return }
    slots.append(slot)
    store(newPoint, minus: point, at: 2 * slot)
    store(newGradient, minus: gradient, at: 2 * slot + 1)

    // One pass: the new step with all changes, the new change with all vectors.
    let step = unsafe UnsafePointer(slab + 2 * slot * size)
    let change = unsafe step + size
    var pairs: [(UnsafePointer<Scalar>, UnsafePointer<Scalar>)] = unsafe []
    for other in slots {
      let otherStep = unsafe UnsafePointer(slab + 2 * other * size)
      let otherChange = unsafe otherStep + size
      unsafe pairs.append((step, otherChange))
      unsafe pairs.append((otherStep, change))
      unsafe pairs.append((otherChange, change))
    }
    let products = unsafe Scalar.dots(pairs, count: size, threads: threads)
    for (index, other) in slots.enumerated() {
      stepChange[slot * capacity + other] = products[3 * index]
      stepChange[other * capacity + slot] = products[3 * index + 1]
      changeChange[other * capacity + slot] = products[3 * index + 2]
      changeChange[slot * capacity + other] = products[3 * index + 2]
    }
    let diagonal = slot * (capacity + 1)
    let isSafe = stepChange[diagonal] > 1e-10 * changeChange[diagonal] && changeChange[diagonal] > 0
    if !isSafe { slots.removeLast() }
  }

  /// Multiplies the gradient by the approximate inverse Hessian.
  ///
  /// - Source: Nocedal & Wright 2006, algorithm 7.4, the two-loop recursion.
  func multiply(_ gradient: [Scalar], into direction: inout [Scalar]) {
    precondition(gradient.count == size && direction.count == size, "L-BFGS: size changed")
    unsafe gradient.withUnsafeBufferPointer { gradient in
      unsafe direction.withUnsafeMutableBufferPointer { direction in
        guard let g = gradient.baseAddress, let target = direction.baseAddress else { return }
        guard let newest = slots.last else {
          unsafe Scalar.combine(target, 1, g, [], count: size, threads: threads)
          return
        }
        var pairs: [(UnsafePointer<Scalar>, UnsafePointer<Scalar>)] = unsafe []
        for slot in slots {
          let step = unsafe UnsafePointer(slab + 2 * slot * size)
          unsafe pairs.append((step, g))
          unsafe pairs.append((step + size, g))
        }
        let products = unsafe Scalar.dots(pairs, count: size, threads: threads)
        let coefficients = recursion(
          stepGradient: slots.indices.map { products[2 * $0] },
          changeGradient: slots.indices.map { products[2 * $0 + 1] })
        var terms: [(factor: Double, vector: UnsafePointer<Scalar>)] = unsafe []
        for (index, slot) in slots.enumerated() {
          let step = unsafe UnsafePointer(slab + 2 * slot * size)
          unsafe terms.append((coefficients.steps[index], step))
          unsafe terms.append((coefficients.changes[index], step + size))
        }
        unsafe Scalar.combine(
          target, scale(of: newest), g, terms, count: size, threads: threads)
      }
    }
  }

  /// step · change / change · change of a slot: the length of the first guess.
  private func scale(of slot: Int) -> Double {
    let diagonal = slot * (capacity + 1)
    return stepChange[diagonal] / changeChange[diagonal]
  }

  /// The factors of steps and changes in the product, next to the gradient's.
  private func recursion(
    stepGradient: [Double], changeGradient: [Double]
  ) -> (steps: [Double], changes: [Double]) {
    let scale = slots.last.map { self.scale(of: $0) } ?? 1
    var steps = [Double](repeating: 0, count: slots.count)
    var changes = steps
    var weights = steps
    for i in slots.indices.reversed() {
      var product = stepGradient[i]
      for j in slots.indices where j > i {
        product += changes[j] * stepChange[slots[i] * capacity + slots[j]]
      }
      weights[i] = product / stepChange[slots[i] * (capacity + 1)]
      changes[i] = -weights[i]
    }
    for i in slots.indices { changes[i] *= scale }
    for i in slots.indices {
      var product = scale * changeGradient[i]
      for j in slots.indices {
        product += changes[j] * changeChange[slots[i] * capacity + slots[j]]
        if j < i { product += steps[j] * stepChange[slots[j] * capacity + slots[i]] }
      }
      steps[i] = weights[i] - product / stepChange[slots[i] * (capacity + 1)]
    }
    return (steps, changes)
  }

  /// Puts the difference of two vectors at an offset of whole vectors.
  private func store(_ a: [Scalar], minus b: [Scalar], at position: Int) {
    unsafe a.withUnsafeBufferPointer { a in
      unsafe b.withUnsafeBufferPointer { b in
        guard let x = a.baseAddress, let y = b.baseAddress else { return }
        unsafe Scalar.combine(
          slab + position * size, 1, x, [(-1, y)], count: size, threads: threads)
      }
    }
  }
}
