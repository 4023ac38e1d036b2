extension Store {
  /// Runs a closure in a transaction: all of it is stored, or nothing where it
  /// throws.
  ///
  /// Returns after the commit. Writes of several threads may share one transaction;
  /// a closure that throws undoes its own part only, and an error of the commit
  /// reaches everybody in it.
  ///
  /// - Parameters:
  ///   - isAlone: for a write that takes long, so that no short one waits for its
  ///     commit: it has a transaction of its own.
  ///   - body: what to do; the writer is valid inside it only.
  /// - Returns: what the closure returned.
  /// - Throws: what the closure threw, or why the transaction could not be committed.
  /// - Precondition: not called inside another `write` of this store.
  package func write<Result>(
    alone isAlone: Bool = false, _ body: (Writer) throws -> Result
  ) throws -> Result {
    guard access == .readWrite else {
      throw StoreError(.readOnly, "\(path) was opened for reading only", path: path)
    }
    let turn = try writers.take(isAlone: isAlone)
    guard let group = turn.group else {
      return try begin(turn.connection, isAlone: isAlone, body)
    }
    return try join(group, turn.connection, body)
  }

  private func begin<Result>(
    _ connection: Connection, isAlone: Bool, _ body: (Writer) throws -> Result
  ) throws -> Result {
    let result: Result
    do {
      try connection.run("BEGIN IMMEDIATE")
      result = try perform(body, on: connection)
    } catch {
      connection.rollBack()
      writers.giveBack()
      throw error
    }
    let group = CommitGroup()
    if isAlone {
      try end(group, connection)
    } else {
      try settle(group, connection)
    }
    return result
  }

  /// Does its part in a transaction that others have begun.
  private func join<Result>(
    _ group: CommitGroup, _ connection: Connection, _ body: (Writer) throws -> Result
  ) throws -> Result {
    group.addMember()
    let result: Result
    do {
      // The first in a transaction has none: it would have every page that it changes
      // kept twice, and whoever is first can undo everything.
      try connection.run("SAVEPOINT part")
      result = try perform(body, on: connection)
      try connection.run("RELEASE part")
    } catch {
      leave(group, connection, after: error)
      throw error
    }
    try settle(group, connection)
    return result
  }

  private func perform<Result>(
    _ body: (Writer) throws -> Result, on connection: Connection
  ) throws -> Result {
    let writer = Writer(connection)
    let result = try body(writer)
    try writer.finish()
    // SQLite ends a transaction by itself after some errors, which a closure may
    // have swallowed.
    guard !connection.isInAutocommit else { throw undone }
    return result
  }

  /// Hands the transaction on and waits for its end, or ends it.
  private func settle(_ group: CommitGroup, _ connection: Connection) throws(StoreError) {
    group.expectWait()
    guard !writers.passOn(group) else { return try group.wait() }
    group.cancelWait()
    try end(group, connection)
  }

  private func end(_ group: CommitGroup, _ connection: Connection) throws(StoreError) {
    var failure: StoreError?
    do throws(StoreError) { try connection.run("COMMIT") } catch {
      connection.rollBack()
      failure = error
    }
    group.end(failure)
    if failure == nil { connection.tendLog() }
    writers.giveBack()
    if let failure { throw failure }
  }

  /// Undoes the part that failed and sees that the others' is committed.
  private func leave(_ group: CommitGroup, _ connection: Connection, after error: any Error) {
    do throws(StoreError) {
      guard !connection.isInAutocommit else { throw error as? StoreError ?? undone }
      try connection.run("ROLLBACK TO part")
      try connection.run("RELEASE part")
    } catch {
      connection.rollBack()
      group.end(error)
      writers.giveBack()
      return
    }
    // Those who wait are told of a failure; this one has its own.
    if !writers.passOn(group) { try? end(group, connection) }
  }

  private var undone: StoreError {
    StoreError(
      .ioError, "\(path): the transaction was undone after an error; nothing was stored",
      path: path)
  }
}
