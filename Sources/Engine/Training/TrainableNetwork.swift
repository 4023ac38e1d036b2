/// What a network is asked for along with its loss.
package enum TrainingPass: Sendable, Hashable {
  /// The loss alone, with nothing dropped.
  case evaluation
  /// The gradient too, times `scale`; `seed` decides what dropout drops.
  case training(scale: Float, seed: UInt64)
}

/// A network that a `Trainer` fits to examples by mini-batches.
///
/// A network is a value without parameters of its own: they lie in a slab of
/// its layout. The trainer cuts every mini-batch into shards and calls `fill`
/// and `loss` for each on whichever thread is free, so neither may allocate in
/// the long run, nor depend on what a batch or an arena held before.
package protocol TrainableNetwork: Sendable {
  associatedtype Example: TrainingExample
  /// Examples next to each other, as the layers read them.
  associatedtype Batch

  /// What messages call the network.
  var name: String { get }

  /// All that decides, beside the parameters, what the network computes and
  /// learns: a training goes on with equal settings only.
  var settings: String { get }

  /// Names and shapes of the parameters.
  var layout: ParameterLayout { get }

  /// Draws the parameters that training starts from.
  func initialise(_ slab: ParameterSlab, using generator: inout Xoshiro256StarStar)

  /// Finds what makes an example unusable.
  ///
  /// - Throws: `outOfRange`, `notFinite`, `shapeMismatch` with a message such as
  ///   "id 12 of a vocabulary of 10".
  func check(_ example: Example) throws(TrainingError)

  /// The terms that an example adds to the loss, such as its targets: the loss
  /// of a mini-batch is the sum of all terms over their number.
  func weight(of example: Example) -> Double

  /// The length to which an example makes others of its shard be padded.
  func length(of example: Example) -> Int

  /// An empty batch.
  func makeBatch() -> Batch

  /// Replaces what a batch holds by the examples at `indices`, keeping its
  /// memory.
  ///
  /// - Precondition: each example passed `check`, and there is at least one.
  func fill(_ batch: inout Batch, with examples: [Example], at indices: ArraySlice<Int>)

  /// The elements that `loss` takes from its arena for so many examples, none
  /// longer than `length`; does not fall when either grows.
  func scratchCount(examples: Int, length: Int) -> Int

  /// Sums the terms of the loss.
  ///
  /// When training, adds to the gradients in the slab that of the sum times
  /// `scale`, which is one over the terms of the whole mini-batch.
  ///
  /// - Parameters:
  ///   - slab: the parameters.
  ///   - batch: what `fill` made.
  ///   - pass: whether the gradient is wanted.
  ///   - arena: room for `scratchCount` elements, given back as a whole by the
  ///     caller.
  /// - Returns: the sum, not yet over the number of terms.
  func loss(_ slab: ParameterSlab, _ batch: Batch, _ pass: TrainingPass, arena: Arena) -> Double
}

extension TrainableNetwork {
  package func weight(of example: Example) -> Double { 1 }

  package func length(of example: Example) -> Int { 1 }
}
