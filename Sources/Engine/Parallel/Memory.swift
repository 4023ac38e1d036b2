import CKernels

/// What the C library keeps of memory that is free.
package enum Memory {
  /// Gives free memory back to the system; takes milliseconds.
  ///
  /// Threads that trained leave holes in their heaps, which the C library keeps for later.
  package static func release() { memory_release() }

  /// Takes each block of that many bytes or more from the system and gives it back when it
  /// is freed, for the rest of the process.
  ///
  /// The C library raises that size by itself to that of the largest block freed, and from then
  /// on takes the arrays of a training from heaps that do not shrink. That is right for a
  /// program that trains and ends, not for one that goes on for months.
  package static func mapBlocks(from bytes: Int) {
    precondition(bytes > 0, "blocks of \(bytes) bytes")
    memory_map_blocks_from(bytes)
  }

  /// Lets all threads take their blocks from so many heaps, for the rest of the process.
  ///
  /// The C library gives each of the first eight threads a processor a heap of its own. What one
  /// of them leaves free the others cannot use, and a server has many more threads than are
  /// ever at work at once.
  package static func shareHeaps(_ count: Int) {
    precondition(count > 0, "\(count) heaps")
    memory_share_heaps(count)
  }
}
