#if DEBUG
  import Execution
  import Glibc

  /// A run log that kills maint at a chosen commit, to show what a crash leaves behind. Debug builds only.
  ///
  /// `$MAINT_FAILPOINT` is `before:N` or `after:N`, counting the commits of the run from 1.
  final class FailpointJournal: Journal {
    private let journal: any Journal
    private let isBefore: Bool
    private let target: Int
    private var commits = 0

    init?(_ journal: any Journal, failpoint: String?) {
      guard let parts = failpoint?.split(separator: ":"), parts.count == 2, let number = Int(parts[1]) else {
        return nil
      }
      self.journal = journal
      isBefore = parts[0] == "before"
      target = number
    }

    func append(_ event: Event) throws(JournalFailure) { try journal.append(event) }

    func commit(synced: Bool) throws(JournalFailure) {
      commits += 1
      if commits == target, isBefore { kill(getpid(), SIGKILL) }
      try journal.commit(synced: synced)
      if commits == target { kill(getpid(), SIGKILL) }
    }
  }
#endif
