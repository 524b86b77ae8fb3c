extension RunLog {
  /// What `status` tells of, and most logs have nothing of.
  ///
  /// To prepare the statements that read such things takes longer than all else that status does, so one statement looks
  /// first for all of them.
  struct Holdings: OptionSet {
    var rawValue: Int

    static let openRuns = Holdings(rawValue: 1 << 0)
    static let interruptedRuns = Holdings(rawValue: 1 << 1)
    static let tasksThatNeedHumans = Holdings(rawValue: 1 << 2)
    static let sealedBackups = Holdings(rawValue: 1 << 3)
    static let backupEvents = Holdings(rawValue: 1 << 4)
    static let dueCopies = Holdings(rawValue: 1 << 5)
    static let alerts = Holdings(rawValue: 1 << 6)
    static let missingSignatures = Holdings(rawValue: 1 << 7)
    static let openIncidents = Holdings(rawValue: 1 << 8)
    static let failingTasks = Holdings(rawValue: 1 << 9)
    static let windowExceptions = Holdings(rawValue: 1 << 10)
    static let openApprovals = Holdings(rawValue: 1 << 11)
    static let approvals = Holdings(rawValue: 1 << 12)
    static let proofs = Holdings(rawValue: 1 << 13)
    static let refusedDeliveries = Holdings(rawValue: 1 << 14)
    static let deliveriesGivenUp = Holdings(rawValue: 1 << 15)
    static let waitingDeliveries = Holdings(rawValue: 1 << 16)
    static let waitingRests = Holdings(rawValue: 1 << 17)
  }

  /// In the order of their bits; of large tables by an index that has nothing else.
  private static let questions = """
    SELECT EXISTS (SELECT 1 FROM run WHERE outcome IS NULL),
      EXISTS (SELECT 1 FROM run WHERE outcome = 'interrupted'),
      EXISTS (SELECT 1 FROM task INDEXED BY task_needs_human WHERE needs_human = 1),
      EXISTS (SELECT 1 FROM task INDEXED BY task_sealed WHERE seal_checksum IS NOT NULL),
      EXISTS (SELECT 1 FROM backup_event),
      EXISTS (SELECT 1 FROM due_copy),
      EXISTS (SELECT 1 FROM alert),
      EXISTS (SELECT 1 FROM sign_off WHERE signed_at IS NULL),
      EXISTS (SELECT 1 FROM incident WHERE resolved_at IS NULL),
      EXISTS (SELECT 1 FROM failing),
      EXISTS (SELECT 1 FROM window_exception),
      EXISTS (SELECT 1 FROM approval WHERE outcome IS NULL),
      EXISTS (SELECT 1 FROM approval),
      EXISTS (SELECT 1 FROM proof),
      EXISTS (SELECT 1 FROM delivery WHERE outcome = 'sent' AND error IS NOT NULL),
      EXISTS (SELECT 1 FROM delivery WHERE outcome = 'given_up'),
      EXISTS (SELECT 1 FROM delivery WHERE outcome IS NULL AND taken = 0),
      EXISTS (SELECT 1 FROM delivery WHERE outcome IS NULL AND taken = 1)
    """

  /// Looks what there is in the snapshot that is read, once. For who reads all of it: who wants one thing asks for that.
  func look() throws(SQLiteError) {
    if held != nil { return }
    held = try connection.first(Self.questions) { row in
      var found: Holdings = []
      for column in 0..<row.columnCount where row.truth(column) { found.insert(Holdings(rawValue: 1 << Int(column))) }
      return found
    }
  }

  /// Whether anybody may have been asked for an approval, ever.
  package var mayHoldApprovals: Bool { mayHold(.approvals) }

  /// Whether the log may have any of it: where nobody has looked, it may.
  func mayHold(_ thing: Holdings) -> Bool { held?.contains(thing) ?? true }
}
