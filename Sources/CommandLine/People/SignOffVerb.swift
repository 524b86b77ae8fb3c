import Catalog
import Diagnostics
import Execution
import Glibc
import Reporting
import RunLog

/// `maint signoff [RUN --as ROLE]`: somebody answers for what a run did, or asks for which runs nobody has.
struct SignOffVerb {
  private static let mostListed = 100

  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    guard let number = context.invocation.runNumber.map({ Int($0) }) else { return try list() }
    let writing = try StateWriting(context)
    let log = try writing.openLog()
    guard let run = try writing.logged({ () throws(RunLogFailure) in try log.run(number) }) else {
      throw CommandFailure(
        "there is no run \(number)", hint: NextCommand(context)("log") + " lists the runs", exitCode: .notFound)
    }
    let role = try role(for: run)
    try refuseWhatIsNotOver(run, log, writing)
    let word = SignOff.Word(by: log.actor, at: SystemClock.wall(), note: context.invocation.value(.note))
    let first = try writing.logged { () throws(RunLogFailure) in try log.sign(number, as: role, word) }
    guard first == word else {
      throw CommandFailure(
        "\(role) has signed run \(number) already: \(TypedWord.harmless(first.by.name)), uid \(first.by.uid), "
          + "at \(context.zone.format(first.at))",
        hint: NextCommand(context)("show \(number)") + " shows all signatures", exitCode: .failed)
    }
    let missing = run.signOffs.filter { $0.word == nil && $0.role != role }.map(\.role)
    let rest = missing.isEmpty ? "" : "; not signed yet: \(missing.joined(separator: ", "))"
    context.output.write("run \(number) is signed by \(TypedWord.harmless(word.by.name)) as \(role)\(rest)\n")
    writing.publish(log, project: run.header.project)
    return .success
  }

  // MARK: Who may

  /// The role that was named, where it is one for the run and the user has it. Who has which role is what the run's own
  /// project says: another one, chosen with -C, could give anybody any.
  private func role(for run: RunRecord) throws(CommandFailure) -> String {
    let catalog = try context.loadSchedules(project: run.header.project)
    let required = run.signOffs.filter(\.isRequired).map(\.role)
    let known = required + catalog.coordination.roles.keys.sorted().filter { !required.contains($0) }
    let approvers = Approvers(catalog.coordination)
    let actor = LoginUser.current(context)
    guard let role = context.invocation.value(.role) else {
      let own = known.first { approvers.includes(actor, [$0]) }
      let example = own ?? known.first ?? "ROLE"
      throw CommandFailure(
        "signoff needs the role in which you sign",
        hint: NextCommand(context)("signoff \(run.number) --as \(example)"), exitCode: .usage)
    }
    guard known.contains(role) else {
      let near = Suggestion.nearest(to: role, among: known).map { "did you mean '\($0)'?" }
      let list = known.isEmpty ? "none is known: 'roles' of maintenance_coordination defines them" : nil
      throw CommandFailure(
        "run \(run.number) has no role \(TypedWord.quoted(role)) to be signed in",
        hint: near ?? list ?? "there are: \(known.joined(separator: ", "))", exitCode: .notFound)
    }
    guard approvers.includes(actor, [role]) else {
      let names = approvers.roles[role] ?? [role]
      throw CommandFailure(
        "\(TypedWord.harmless(actor.name)), who logged in here, does not have the role \(role)",
        hint: "it can be signed by: \(names.isEmpty ? "nobody of them" : names.joined(separator: ", "))",
        exitCode: .permissions)
    }
    return role
  }

  private func refuseWhatIsNotOver(
    _ run: RunRecord, _ log: RunLog, _ writing: StateWriting
  ) throws(CommandFailure) {
    guard run.outcome != nil else {
      throw CommandFailure(
        "run \(run.number) is not over", hint: NextCommand(context)("status") + " shows how far it is",
        exitCode: .notNow)
    }
    let left = try writing.logged { () throws(RunLogFailure) in try log.tasksToResolve(in: run.number) }
    let waiting = left.filter { !$0.hasOnlyFailed }
    let isCutOff = run.tasks.contains { $0.result?.outcome == .interrupted && $0.resolution == nil }
    guard waiting.isEmpty, !isCutOff else {
      throw CommandFailure(
        "run \(run.number) left something behind that nobody has settled",
        hint: RecoverText.mending(run.number, isInterrupted: isCutOff, NextCommand(context).text), exitCode: .notNow)
    }
  }

  // MARK: What is missing

  private func list() throws(CommandFailure) -> ExitCode {
    if let role = context.invocation.value(.role) {
      throw CommandFailure(
        "signoff --as needs a RUN", hint: NextCommand(context)("signoff 12 --as \(TypedWord.harmless(role))"),
        exitCode: .usage)
    }
    let reading = try LogReading(context)
    let found = try reading { log throws(RunLogFailure) in try log.runsNotSigned(limit: Self.mostListed) } ?? []
    let report = SignOffReport(found, command: NextCommand(context).text)
    let text = report.text(appearance: context.appearance(of: STDOUT_FILENO), zone: context.zone)
    context.output.write(context.isJSON ? report.json : text)
    return .success
  }
}
