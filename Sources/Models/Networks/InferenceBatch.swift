/// The examples whose states are in memory at a time outside of training.
let inferenceBatch = 64
