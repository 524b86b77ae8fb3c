import JSON
import Catalog
import Hashing
import Linting
import Planning
import Reporting
import RunLog
import Scheduling

/// Finds what an approval of a task would be given for, as it is now.
struct ApprovalBasis {
  let catalog: Catalog
  private let log: RunLog?
  /// Who may approve what, as it is now.
  let approvers: Approvers
  private let proofs: ProofBasis

  /// `project`: its folder, from which the catalog was read.
  init(_ catalog: Catalog, log: RunLog?, project: String) {
    self.catalog = catalog
    self.log = log
    approvers = Approvers(catalog.coordination)
    proofs = ProofBasis(catalog, project: project)
  }

  /// The folder of the project as requests name it.
  var project: String { proofs.project }

  /// The files that its shell texts read in.
  func sources(of task: PlannedTask) -> SourcedFiles? { proofs.sources(of: task) }

  /// Why nobody can be asked for it: of a file that its steps read in nobody can tell what is in it.
  func refusal(of task: PlannedTask, _ sources: SourcedFiles?) -> String? {
    guard let file = sources?.files.first(where: \.isUnreadable), !catalog.approvals(of: task.task).isEmpty else {
      return nil
    }
    let path = HarmlessText.words(file.path)
    return "it needs approval, which cannot be asked for: \(path) is read in by its steps, and is no "
      + "plain file of at most 16 MiB that maint can read, in UTF-8 and without NUL, so nobody could say what is in it"
  }

  /// What is to be asked for before the task begins; nil: nothing.
  func request(
    for task: PlannedTask, _ sources: SourcedFiles?, in plan: Plan, at now: Timestamp
  ) throws(RunLogFailure) -> ApprovalRequest? {
    let rules = catalog.approvals(of: task.task)
    guard let expires = rules.map(\.expires).min() else { return nil }
    let demands = rules.map { ApprovalDemand($0) }
    let subject = try subject(of: task, in: plan, demands, sources?.files ?? [])
    return ApprovalRequest(
      project: project, task: task.name, runbook: task.task.runbook,
      subject: subject,
      arguments: task.parameters.filter { $0.origin == .commandLine }.map { ($0.name, $0.value) }, demands: demands,
      expires: expires,
      plan: Self.text(of: task, in: plan, at: now) + (sources.map { Self.text(of: $0, subject) } ?? ""))
  }

  private func subject(
    of task: PlannedTask, in plan: Plan, _ demands: [ApprovalDemand], _ sources: [SourcedFiles.File]
  ) throws(RunLogFailure) -> ApprovalSubject {
    let basis = proofs.basis(of: task)
    var parts = [
      ApprovalSubject.Part(.plan, "\(task.name)", Digest.hexadecimal(of: Self.bytes(of: task, in: plan))),
      ApprovalSubject.Part(.runbook, task.task.runbook, basis.runbookHash),
    ]
    parts += basis.parameters.map { ApprovalSubject.Part(.parameter, $0.name, $0.value) }
    parts += sources.sorted { ExactText($0.path) < ExactText($1.path) }.map {
      ApprovalSubject.Part(.file, $0.path, Digest.hexadecimal(of: $0.bytes))
    }
    parts += demands.enumerated().map { number, demand in
      let words = demand.words(members: approvers.roles)
      return ApprovalSubject.Part(.demand, "\(number)", words + (demand.allowsSelf ? ", also who asked" : ""))
    }
    parts.append(ApprovalSubject.Part(.window, "\(task.name)", Self.words(window(of: task.task))))
    parts += ApprovalSettings(of: task, in: plan).parts
    let rehearsals = try log?.proofs(of: task.task.runbook, in: project, .rehearsal) ?? []
    let last = rehearsals.first { $0.task == task.name && $0.basis.isRun(of: basis, with: basis.parameters) }
    if let hash = last?.changesHash { parts.append(ApprovalSubject.Part(.rehearsal, "\(task.name)", hash)) }
    return ApprovalSubject(parts)
  }

  /// In which it may begin; nil: at any time.
  private func window(of task: MaintenanceTask) -> Window? {
    catalog.clearance(of: task, hostZone: .utc) { _ in nil }?.window
  }

  /// Whoever says yes to the night of Sunday says nothing of Monday at noon.
  private static func words(_ window: Window?) -> String {
    guard let window, window.hours != .asNeeded else { return "at any time" }
    let zone = window.timezone.map { " \($0)" } ?? ""
    let cutoff = window.cutoff > .zero ? ", cutoff \(DurationText.format(window.cutoff))" : ""
    let end = window.atEnd == .continue ? "" : ", at its end: \(window.atEnd.rawValue)"
    return "in the window '\(window.name)' (\(window.days), \(window.hours)\(zone)\(cutoff)\(end))"
  }

  /// The task alone, without what is different at each moment or place and changes nothing of what it does.
  private static func bytes(of task: PlannedTask, in plan: Plan) -> [UInt8] {
    var (alone, own) = (alone(task, in: plan), task)
    own = alone.tasks[0]
    (own.selection, own.estimate, own.rollbackProof, own.dueAt) = (.asked, nil, nil, nil)
    for index in own.parameters.indices { own.parameters[index].origin = .commandLine }
    alone.tasks = [own]
    // However the folder of the project was written.
    alone.runbooks[0].place = .path("runbooks/\(task.task.runbook).yaml")
    var json = JSONWriter()
    PlanJSON(alone, now: Timestamp(microseconds: 0)).write(to: &json)
    json.lineBreak()
    // What the plan shows of the defaults, and its JSON does not.
    json.value(plan.defaults.stepTimeout.map(DurationText.format) ?? "")
    return json.bytes
  }

  private static func text(of task: PlannedTask, in plan: Plan, at now: Timestamp) -> String {
    PlanReport(
      alone(task, in: plan), now: now, appearance: Appearance(color: false, utf8: true), standsAlone: true
    ).text
  }

  /// Whoever approves is told what that covers of what the steps read in, and what it does not.
  private static func text(of sources: SourcedFiles, _ subject: ApprovalSubject) -> String {
    let missing = sources.files.filter(\.isMissing).map { ExactText($0.path) }.sorted()
    // Their bytes are approved, too: whoever wants to see them can tell by the hash that they are these.
    let files = subject.parts.filter { $0.kind == .file && !missing.contains(ExactText($0.name)) }.map {
      "\($0.value)  \($0.name)"
    }
    let isFirst = sources.uncoveredWords.isEmpty
    return list(files, "Read in by its steps, and approved as they are (sha256sum prints the same)")
      + list(
        missing.map(\.text),
        "Read in by its steps where they are there, which they are not, and must not be when it begins")
      + list(
        sources.uncoveredWords, "Not covered by an approval, as only the shell will know what these read in or run")
      + list(
        sources.programs.sorted(),
        "Not covered by an approval\(isFirst ? "" : " either"): programs of the project that it runs")
      + list(
        sources.named,
        "Not covered by an approval\(isFirst && sources.programs.isEmpty ? "" : " either"): "
          + "files and folders of the project that its commands are given")
  }

  private static func list(_ lines: [String], _ title: String) -> String {
    lines.isEmpty ? "" : "\n\(title):\n" + lines.map { "  \(HarmlessText.words($0))\n" }.joined()
  }

  private static func alone(_ task: PlannedTask, in plan: Plan) -> Plan {
    var own = task
    (own.runbook, own.needs, own.metNeeds, own.wave) = (0, [], [], 0)
    (own.gate, own.approval) = (nil, nil)
    let target: Target = task.name.tier == nil ? .runbook(task.name.name) : .task(task.name)
    return Plan(
      targets: [target], tasks: [own], runbooks: [plan.runbook(of: task)], jobs: 1, defaults: plan.defaults)
  }
}
