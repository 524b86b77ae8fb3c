import Catalog
import Execution
import Planning
import RunLog
import Scheduling

/// Looks at the packages of the host around each change, and has the run log keep what is new: what a task has made of them,
/// and what somebody else did since maint last looked.
///
/// A look is one system call for each list that the host has while nothing changes, which is nearly always.
final class PackageWatch: RunObserver {
  /// A look before a change is spared right after another: of a thousand small tasks in a row each is looked at once.
  private static let freshness = Duration.milliseconds(100)

  private var databases: [PackageDatabase]
  private let log: RunLog
  private let run: Int
  private let warn: (String) -> Void
  /// By the name of the manager; nil: not read yet.
  private var stamps: [String: String]?
  private var lastAt: Timestamp?
  /// The tasks that have begun to change something, here or in an earlier maint.
  private var changing: Set<Int> = []
  let isSilentUntilTheEnd = true
  let tickInterval: Duration? = nil

  init(_ databases: [PackageDatabase], log: RunLog, run: Int, warn: @escaping (String) -> Void) {
    self.databases = databases
    self.log = log
    self.run = run
    self.warn = warn
  }

  func observe(_ event: Event) {
    switch event {
    // The test of its `if` is attempt 0.
    case .attemptIntended(let key, let at) where key.number > 0:
      let (task, stage) = (key.step.task, key.step.stage)
      guard stage == .change || stage == .rollback, changing.insert(task).inserted else { return }
      if let lastAt, lastAt <= at, at - lastAt < Self.freshness { return }
      look(stage == .change ? .beforeChange(task: task) : .beforeRollback(task: task), at: at)
    case .taskFinished(let task, _, let at):
      guard changing.contains(task) else { return }
      look(.afterTask(task), at: at)
    default: break
    }
  }

  func tick(at moment: Moment) {}

  /// What the host has no manager for is not looked for again.
  private func begin() throws(RunLogFailure) {
    let known = try log.packageStamps()
    databases.removeAll { $0.stamp == nil && known[$0.manager.rawValue] == nil }
    stamps = known
  }

  private func look(_ moment: PackageLook.Moment, at now: Timestamp) {
    do throws(RunLogFailure) {
      if stamps == nil { try begin() }
      var known = stamps ?? [:]
      for database in databases where database.stamp != known[database.manager.rawValue] {
        let look = PackageLook(run: run, moment, at: now, lastAt: lastAt)
        let name = database.manager.rawValue
        known[name] = try log.lookAtPackages(of: name, look) { database.read() } ?? known[name]
      }
      stamps = known
      lastAt = now
    } catch {
      // The run goes on: what it does is written down all the same.
      warn("maint: what changed of the host's packages could not be noted: \(error.message)\nhint: \(error.hint)\n")
      databases = []
      stamps = stamps ?? [:]
    }
  }
}
