import Catalog
import Execution
import Glibc
import Planning
import Rehearsal
import RunLog

/// `maint carry-out-rehearsal TARGET…`: the maint inside a sandbox, which runs the plan there as `maint run` does on the
/// host.
///
/// Its state folder is its own, so no other run holds it up. What it prints nobody reads: the maint outside reads its run
/// log.
struct CarryOutRehearsalVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    guard context.isInSandbox, let channel = BoundaryChannel() else {
      throw CommandFailure(
        "\(context.invocation.verb.rawValue) runs in a sandbox only", hint: "maint rehearse TARGET", exitCode: .usage)
    }
    guard case .orders(let orders) = channel.tell(.ready) else {
      throw CommandFailure("the maint outside gave no orders", hint: "report this bug", exitCode: .bug)
    }
    let null = open("/dev/null", O_WRONLY | O_CLOEXEC)
    guard null >= 0, dup2(null, STDOUT_FILENO) >= 0 else {
      throw CommandFailure("/dev/null could not be opened: \(SystemError.words(errno))", exitCode: .cannotWrite)
    }
    let request = try PlanRequest(context)
    let writing = try StateWriting(context)
    let supervisor = try writing.supervisor()
    let log = try writing.makeLog()
    let now = SystemClock.wall()
    let plan = try request.plan(history: MetNeeds.read(among: request.taskNames, now: now), now: now)
    var session = RunSession(
      context: context, plan: orders.applied(to: plan.rehearsed), state: writing.state, log: log,
      supervisor: supervisor, events: nil, project: FolderChoice.absolute(context.folders.project),
      catalog: request.catalog)
    session.boundary = channel
    if orders.goesOn { session.beginning = try continuation(log) }
    return try session.run()
  }

  /// Of the one run that the log has.
  private func continuation(_ log: RunLog) throws(CommandFailure) -> RunBeginning {
    do throws(RunLogFailure) {
      guard let record = try log.run(1) else {
        throw RunLogFailure(kind: .missing, message: "the run log of the sandbox has no run", hint: "report this bug")
      }
      var remains = Recovery.remains(in: record, takingBack: nil, isAsked: false)
      remains.purpose = .continuation
      return .continuation(record, remains)
    } catch {
      throw CommandFailure(error)
    }
  }
}
