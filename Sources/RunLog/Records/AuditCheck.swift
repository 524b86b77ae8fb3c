/// What a look at the whole audit chain came to.
package struct AuditCheck: Sendable, Hashable {
  /// The first thing that is not as maint wrote it.
  package enum Finding: Sendable, Hashable {
    /// Not one entry is there; the first is written together with the table.
    case empty
    /// The table of the chain is not there.
    case removed
    /// They are not there.
    case missing(ClosedRange<Int>)
    /// Its text or its hash is another, or it was put in: the hash does not follow from the text and the entry before.
    case changed(Int)
    /// The hash that somebody kept is not among those of the chain, which is whole in itself.
    case unknownHead
    /// The hash that a message went out with is not among them.
    case unknownHeadOfMessage(Int)
    /// The rows of the run are not those of which its entry has the digest.
    case changedRun(Int, entry: Int)
    /// The entry begins a run that is not in the run log.
    case missingRun(Int, entry: Int)
    /// No entry begins it.
    case unknownRun(Int)
    /// Tasks belong to it, it is not in the run log, and no entry begins it.
    case taskWithoutRun(Int)
    /// The run has ended, and no entry after this one says so.
    case unknownEnd(ofRun: Int, entry: Int)
    /// The rows are not those of which the last entry about them has the digest; nil: no entry knows them.
    case changedRows(AuditSubject, entry: Int?)
    /// They had been changed by somebody else when maint wrote that entry about them.
    case changedBefore(AuditSubject, entry: Int)
    /// Somebody's word for a request is in the run log, and no entry tells that it was given.
    case untoldApproval(request: Int, by: String)
    /// The database has a trigger or a view that is not of the schema.
    case strangeObject(StrangeObject)
  }

  /// How many entries there are.
  package var entries = 0
  /// The newest; nil where there is none.
  package var head: AuditLink?
  /// How many runs were compared with their digests.
  package var runs = 0
  /// How many requests, signatures, incidents and the like were compared with theirs.
  package var subjects = 0
  /// nil: it is whole.
  package var finding: Finding?

  package init() {}
}
