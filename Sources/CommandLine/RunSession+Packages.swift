import Execution

/// What the change log knows of packages.
extension RunSession {
  /// None in a rehearsal, and in drills, which are made of them: nothing of those happens to the host.
  func packageWatch(run: Int) -> [any RunObserver] {
    if isRehearsal { return [] }
    return [PackageWatch(PackageDatabase.all(context), log: log, run: run, warn: warn)]
  }
}
