import Catalog
import Execution
import Glibc
import Linting
import Planning
import Rehearsal
import Reporting
import RunLog
import Scheduling
import Supervision

/// Proves the way back of the tasks of a plan: injects one fault after another, each in a sandbox of its own, and compares
/// what the way back leaves with what there was before the task.
///
/// **Points.** A point is a step and a fault. For each step of change and verify: it fails when it has finished; it is
/// killed after its first write to a file, and after a later one, chosen at random; it hangs, until its timeout ends it;
/// maint is killed when it has ended, and `maint recover` comes; of change steps also: the disk is full while it runs. At
/// the last step also: it fails, and then one step of the way back, or of cleanup, fails too. And where all has succeeded,
/// `maint rollback` comes later.
///
/// **Faults.** The run is the real one: the same plan, through the same engine, as a rehearsal carries it out. The maint
/// inside a sandbox asks the one outside before it starts the process of an attempt and when one has ended; the answer may
/// be the fault (`BoundaryAnswer`). To the engine a process has failed, was killed, or does not end: it cannot tell by
/// whom. What kills a step after so many writes stands in front of its shell (`InterruptStepVerb`), and counts by seccomp(2)
/// the calls that change files.
///
/// **Prefixes.** A trunk goes forward through the task once. Before each step it stands still, while the points of that
/// step go on from its layers, its run log and its backups: overlays whose lower layers are the trunk's upper ones, so
/// nothing is copied and nothing run twice. Only files are in layers. So where processes are left running before a step, or
/// network settings, IPC objects or hard links were made, its points are carried out from the beginning.
///
/// **Comparison.** What the point's own layers and the trunk's show together, against what there was before the task, at
/// the paths that one of them has touched: content, type, mode, owner, time of files, extended attributes, targets, names;
/// less what the runbook ignores. Nothing that the task has started may still run.
///
/// A plan's tasks come one after the other, each upon what those before it have left.
final class RollbackDrill {
  let surroundings: SandboxSurroundings
  let plan: Plan
  let ground: SandboxGround
  /// Points at once.
  let jobs: Int
  /// The only point that is of interest; nil: all are.
  let only: String?
  /// Layers of points that fail stay on the host: points have all that was changed in layers of their own.
  let keeps: Bool
  private(set) var record: RollbackDrillRecord
  /// Of the tasks so far; each begins with what the one before it shows.
  private var trunks: [Sandbox] = []
  /// Chooses the later writes; told, so that they can be chosen again.
  let seed: Int
  private var random: SeededNumbers

  init(
    _ plan: Plan, _ surroundings: SandboxSurroundings, place: RehearsalPlace
  ) throws(SandboxFailure) {
    let invocation = surroundings.context.invocation
    self.plan = plan
    self.surroundings = surroundings
    ground = try SandboxGround(surroundings.request(plan, place))
    jobs = invocation.number(.jobs) ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    only = invocation.value(.shell)
    keeps = invocation.has(.keep)
    seed = invocation.number(.seed) ?? Int.random(in: 1...999_999)
    random = SeededNumbers(seed: UInt64(seed))
    record = RollbackDrillRecord(plan: plan)
    record.seed = seed
    record.holes = surroundings.holes
    record.unknown = unknown
  }

  func callAsFunction() throws(SandboxFailure) {
    let start = MonotonicTime.now()
    defer { for trunk in trunks { trunk.end() } }
    for index in plan.tasks.indices {
      let drill = TaskDrill(self, task: index)
      try drill(from: trunks.last)
      if drill.hasFailed || isDone { break }
    }
    record.duration = MonotonicTime.now() - start
  }

  /// The one point that was of interest has been tried.
  var isDone: Bool { only != nil && !record.results.isEmpty }

  func add(trunk: Sandbox) { trunks.append(trunk) }

  func add(_ result: PointResult) { record.results.append(result) }

  /// Points of it that were tried prove nothing, then.
  func leaveOut(_ task: TaskName, _ reason: String) {
    record.results.removeAll { $0.point.task == task }
    record.left.append((task, reason))
  }

  func note(_ text: String) { if !record.notes.contains(text) { record.notes.append(text) } }

  /// Of writes, after which a step is killed that has changed so many paths. Making a file and filling it are two.
  func laterWrite(paths: Int) -> Int { Int.random(in: 2...max(2, 2 * paths), using: &random) }

  var isOnlyTask: Bool { plan.tasks.count == 1 }

  private var unknown: [String] {
    StepTreatments.of(plan).compactMap { key, treatment in
      guard case .unknown(let needs) = treatment else { return nil }
      let stage = key.isUndo ? "undo of change" : key.stage.rawValue
      return "\(plan.tasks[key.task].name), \(stage) \(key.position + 1) needs \(needs.joined(separator: ", "))"
    }.sorted()
  }
}
