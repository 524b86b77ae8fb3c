import Catalog
import Planning
import RunLog
import Scheduling

/// Why a task must not start for want of what should have been shown before.
struct ProofObjection {
  let catalog: Catalog
  /// nil: there is none, and so no proof.
  let log: RunLog?
  /// The folder of the catalog.
  let project: String
  let command: NextCommand

  /// nil: nothing is wanting. Looks into the log anew: a drill may have been made since the plan was.
  func callAsFunction(_ task: PlannedTask, at now: Timestamp) -> String? {
    let parameters = task.parameters.map { SuccessRule.Parameter(name: $0.name, value: $0.value) }
    let given = task.parameters.filter { $0.origin == .commandLine }.map { (name: $0.name, value: $0.value) }
    return objection(to: task.task, with: parameters, given: given, at: now)
  }

  /// With what its schedule and its runbook say.
  func callAsFunction(_ task: MaintenanceTask, at now: Timestamp) -> String? {
    let parameters = catalog.runbooks[task.runbook]?.parameters.compactMap { parameter -> SuccessRule.Parameter? in
      let given = task.arguments.first { $0.name == parameter.name }?.value ?? parameter.defaultValue
      return given.map { SuccessRule.Parameter(name: parameter.name, value: $0) }
    }
    return objection(to: task, with: parameters ?? [], given: [], at: now)
  }

  /// `given`: those of the parameters that stood on the command line.
  private func objection(
    to task: MaintenanceTask, with parameters: [SuccessRule.Parameter], given: [(name: String, value: String)],
    at now: Timestamp
  ) -> String? {
    let (age, rule) = (catalog.drillAge(of: task), catalog.runbooks[task.runbook]?.requiresSuccess)
    guard age != nil || rule != nil else { return nil }
    if age != nil, let reason = catalog.runbooks[task.runbook]?.noRollbackReason {
      return "require_drill demands a proof of its rollback, and it has none: \(reason)"
    }
    let basis = ProofBasis(catalog, project: project).basis(
      of: task.runbook, with: parameters.sorted { $0.name < $1.name })
    if let age, !basis.unknownSources.isEmpty { return unprovable(basis.unknownSources, within: age) }
    do throws(RunLogFailure) {
      if let age, let words = try missingDrill(of: task, basis, within: age, at: now) {
        return "\(words): \(command(.drill, ["\(task.name)"], with: given))"
      }
      guard let rule, let words = try missingSuccess(of: task, basis, rule, at: now) else { return nil }
      let others = given.filter { value in !rule.parameters.contains { $0.name == value.name } }
      let values = rule.parameters.map { (name: $0.name, value: $0.value) } + others
      return "\(words): \(command(rule.rehearsal ? .rehearse : .run, ["\(task.name)"], with: values))"
    } catch {
      return "whether it was proven could not be read: \(error.message)"
    }
  }

  /// No drill would be one of what runs.
  private func unprovable(_ unknown: [String], within age: Duration) -> String {
    "require_drill demands a proof of its rollback from the last \(DurationText.format(age)), and no drill can give it: "
      + "\(RollbackProof.reservation(unknown)); have its path made of $\(StepVariable.project.rawValue) "
      + "and parameters alone ('\(command(.check, []))' says where), or write 'require_drill: none' for the task"
  }

  private func missingDrill(
    of task: MaintenanceTask, _ basis: ProofRecord.Basis, within age: Duration, at now: Timestamp
  ) throws(RunLogFailure) -> String? {
    let proof = RollbackProof(
      try log?.proofs(of: task.runbook, in: basis.project, .drill) ?? [], basis: basis, task: task.name)
    return proof.objection(within: age, now: now)
  }

  private func missingSuccess(
    of task: MaintenanceTask, _ basis: ProofRecord.Basis, _ rule: SuccessRule, at now: Timestamp
  ) throws(RunLogFailure) -> String? {
    guard let wanted = rule.parameters(for: basis.parameters) else { return nil }
    let kinds: [ProofRecord.Kind] = rule.rehearsal ? [.run, .rehearsal] : [.run]
    for kind in kinds {
      for proof in try log?.proofs(of: task.runbook, in: basis.project, kind) ?? []
      where proof.basis.isRun(of: basis, with: wanted) && now - proof.at <= rule.within { return nil }
    }
    let values = rule.parameters.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
    return
      "requires_success demands a success\(rule.rehearsal ? " or rehearsal" : "") of the same runbook with \(values) "
      + "and otherwise the same parameters from the last \(DurationText.format(rule.within)), and the run log has none"
  }
}

extension SuccessRule {
  /// What another run must have had in place of a task's own; nil: the task is itself what is demanded of others.
  fileprivate func parameters(for own: [Parameter]) -> [Parameter]? {
    var wanted = own.filter { parameter in !parameters.contains { $0.name == parameter.name } } + parameters
    wanted.sort { $0.name < $1.name }
    return wanted == own ? nil : wanted
  }
}
