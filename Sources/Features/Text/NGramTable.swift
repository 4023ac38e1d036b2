/// Numbers under the hashes of n-grams: a hash table with linear probing, whose
/// keys are hashes already and need no hashing.
struct NGramTable: Sendable {
  /// Keys and numbers by slot; a slot is free where its number is below 0.
  private var keys: [UInt64]
  private var numbers: [Int32]
  private(set) var count = 0

  init(minimumCapacity: Int = 0) {
    var slots = 16
    while slots < 2 * minimumCapacity { slots *= 2 }
    keys = [UInt64](repeating: 0, count: slots)
    numbers = [Int32](repeating: -1, count: slots)
  }

  /// The number under a hash; nil if there is none.
  subscript(hash: UInt64) -> Int32? {
    let number = numbers[slot(of: hash)]
    return number < 0 ? nil : number
  }

  /// Puts `number`, 0 or more, under a hash.
  mutating func insert(_ number: Int32, for hash: UInt64) {
    reserveSlot()
    let slot = slot(of: hash)
    if numbers[slot] < 0 { count += 1 }
    keys[slot] = hash
    numbers[slot] = number
  }

  /// Adds one to the number under a hash, from 0 where there is none.
  mutating func increment(_ hash: UInt64) {
    reserveSlot()
    let slot = slot(of: hash)
    if numbers[slot] < 0 {
      keys[slot] = hash
      numbers[slot] = 0
      count += 1
    }
    numbers[slot] += 1
  }

  /// The hashes and their numbers, in no useful order.
  var entries: [(hash: UInt64, number: Int32)] {
    keys.indices.filter { numbers[$0] >= 0 }.map { (keys[$0], numbers[$0]) }
  }

  /// The slot that holds the hash, or the free one where it would go.
  private func slot(of hash: UInt64) -> Int {
    let mask = keys.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while numbers[slot] >= 0 && keys[slot] != hash { slot = (slot + 1) & mask }
    return slot
  }

  /// Half of the slots stay free.
  private mutating func reserveSlot() {
    guard 2 * (count + 1) > keys.count else { return }
    var larger = NGramTable(minimumCapacity: keys.count)
    for (hash, number) in entries { larger.insert(number, for: hash) }
    self = larger
  }
}
