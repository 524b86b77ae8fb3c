#if DEBUG
  import Glibc

  /// Kills this process at a chosen write to the database, to show what a crash leaves behind. Debug builds only.
  ///
  /// `$MAINT_FAILPOINT` is `before:N` or `after:N`: at the end of the N-th transaction that writes, counted from 1 over
  /// the whole process, before or after it is committed.
  struct Failpoint {
    private let isBefore: Bool
    private let target: Int
    private var count = 0

    init?() {
      guard let value = getenv("MAINT_FAILPOINT") else { return nil }
      let parts = String(cString: value).split(separator: ":")
      guard parts.count == 2, let number = Int(parts[1]) else { return nil }
      isBefore = parts[0] == "before"
      target = number
    }

    mutating func beforeCommit() {
      count += 1
      if count == target, isBefore { kill(getpid(), SIGKILL) }
    }

    func afterCommit() {
      if count == target { kill(getpid(), SIGKILL) }
    }
  }
#endif
