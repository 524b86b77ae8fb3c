import Catalog
import Glibc
import Planning
import Reporting
import RunLog
import Supervision

/// `maint backup copy [ID…]`: takes those backups off-site that are due, or those that are named.
struct BackupCopyVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let writing = try StateWriting(context)
    let catalog = try context.loadCatalog()
    try TrustedPaths(context: context).check(catalog.runbooks.values.flatMap(\.secrets))
    let named = try named()
    let supervisor = try writing.supervisor()
    let log = try writing.openLog()
    umask(0o022)
    let runner = SupervisedRunner(supervisor: supervisor, run: 0)
    let host = RunHost(
      state: writing.state, run: 0,
      environment: HostEnvironment(account: .current(), timezone: context.variables.value("TZ")), runner: runner,
      refusals: { _ in nil })
    defer { host.close() }
    var round = CopyRound(
      copier: BackupCopier(
        state: writing.state, project: FolderChoice.absolute(context.folders.project), log: log, runner: runner,
        host: host), command: NextCommand(context).text
    ) { text, isProblem in
      (isProblem ? context.errors : context.output).write(text)
      if !isProblem { context.output.flush() }
    }
    if named.isEmpty {
      round.copyDue { due throws(RunLogFailure) in try job(for: due, log, catalog) }
      context.output.write(CopyText.older(try older(writing.state, log, catalog), NextCommand(context).text))
    } else {
      try copy(named, &round, log, catalog)
    }
    round.conclude()
    return exitCode(of: round)
  }

  private func copy(
    _ named: [BackupRecord], _ round: inout CopyRound, _ log: RunLog, _ catalog: Catalog
  ) throws(CommandFailure) {
    var jobs: [CopyJob] = []
    for backup in named {
      guard backup.state == .sealed else {
        throw CommandFailure("\(backup.id) is not complete: nothing was copied", exitCode: .notFound)
      }
      do throws(RunLogFailure) {
        switch try search(backup.id, log, catalog) {
        case .job(let job): jobs.append(job)
        case .none(let reason):
          throw RunLogFailure(
            kind: .noSuchTask, message: "\(backup.id) cannot be copied: \(reason); nothing was copied",
            hint: "add copy_to: to the runbook, or to defaults: of a schedule")
        }
      } catch {
        throw CommandFailure(error)
      }
    }
    for job in jobs where round.signal == nil { round.copy(job, evenIfDone: true) }
  }

  /// The backups of the arguments. The run log is closed again with the catalogue: it is opened for writing next.
  private func named() throws(CommandFailure) -> [BackupRecord] {
    if context.invocation.arguments.isEmpty { return [] }
    let catalogue = try BackupCatalogue(context)
    var named: [BackupRecord] = []
    for text in context.invocation.arguments { named.append(try catalogue.presentBackup(text)) }
    return named
  }

  /// Those that are there and that nobody expected to be copied when they were made, though somebody would now.
  private func older(_ state: String, _ log: RunLog, _ catalog: Catalog) throws(CommandFailure) -> [BackupID] {
    let never: [(run: Int, task: TaskName, runbook: String)]
    do throws(RunLogFailure) { never = try log.backupsNeverCopied() } catch { throw CommandFailure(error) }
    return never.filter { catalog.runbooks[$0.runbook]?.copyCommand(catalog.defaults) != nil }
      .map { BackupID(run: $0.run, task: $0.task) }
      .filter { SealFile.status(of: $0.folder(in: state))?.isThere == true }
  }

  private enum Search {
    case job(CopyJob)
    /// Nothing says how to copy it; why.
    case none(String)
  }

  private func search(_ id: BackupID, _ log: RunLog, _ catalog: Catalog) throws(RunLogFailure) -> Search {
    guard let origin = try log.origin(of: id.task, run: id.run) else {
      return .none("the run log does not have its run")
    }
    guard let runbook = catalog.runbooks[origin.runbook] else {
      return .none("the project has no runbook '\(origin.runbook)' any more")
    }
    guard let command = runbook.copyCommand(catalog.defaults) else {
      return .none("no copy_to is in force for the runbook '\(runbook.name)'")
    }
    return .job(CopyJob(id: id, command: command, parameters: origin.parameters, secrets: runbook.secrets))
  }

  /// What nobody wants to be copied any more is no longer due.
  private func job(for due: DueCopy, _ log: RunLog, _ catalog: Catalog) throws(RunLogFailure) -> CopyJob? {
    let id = BackupID(run: due.run, task: due.task)
    switch try search(id, log, catalog) {
    case .job(let job): return job
    case .none(let reason):
      try log.forgetCopy(run: id.run, task: id.task)
      context.output.write(CopyText.unwanted(id, reason))
      return nil
    }
  }

  private func exitCode(of round: CopyRound) -> ExitCode {
    if let signal = round.signal { return ExitCode(rawValue: 128 + signal) ?? .terminated }
    if round.failed > 0 { return .failed }
    return round.held > 0 ? .notNow : .success
  }
}
