import Execution
import JSON
import RunLog
import Scheduling

/// `maint export --format otlp-json RUN`: a run as a trace, an `ExportTraceServiceRequest` of OTLP/JSON on one line.
///
/// The span of the run has a child for each task, a task one for each of its steps, a step with several attempts one for each
/// attempt. A task that never began is a span without length. IDs follow from what names a run for ever (host, boot, process and
/// start), so each export has the same. Attributes are those of OpenTelemetry's conventions where there is one (`host.name`,
/// `service.name`, `process.exit.code`, …), and else begin with `maint.`; scripts are not among them, nor what steps printed.
/// Status: ok for what succeeded, error with the reason for what did not, unset for what was not done or is not over. A link
/// leads to the run that this one went on with (`maint.link` = `resumes`) or whose changes it took back (`rolls_back`). Further
/// attempts are also events `retry` of their step.
package struct OpenTelemetryReport: Sendable {
  private let run: RunRecord
  private let earlier: [RunHeader.Earlier]
  private let ids: TraceIDs
  private let digest: @Sendable ([UInt8]) -> String

  /// `earlier`: the runs that it goes on with or takes back. `digest`: SHA-256 in hexadecimal digits.
  package init(
    run: RunRecord, earlier: [RunHeader.Earlier], digest: @escaping @Sendable ([UInt8]) -> String
  ) {
    self.run = run
    self.earlier = earlier
    self.digest = digest
    ids = TraceIDs(of: run.header, run: run.number, digest: digest)
  }

  package var text: String {
    var json = JSONWriter(layout: .compact)
    json.object { json in
      json.list("resourceSpans", of: [run]) { run, json in
        json.field("resource") { json in
          json.object { json in
            json.attributes([
              ("service.name", .text("maint")), ("service.version", .text(run.header.version)),
              ("host.name", .text(run.header.host)), ("os.type", .text("linux")),
            ])
          }
        }
        json.list("scopeSpans", of: [run]) { run, json in
          json.field("scope") { json in
            json.object { json in
              json.field("name", "maint")
              json.field("version", run.header.version)
            }
          }
          json.field("spans") { json in json.array { json in for span in spans { span.write(to: &json) } } }
        }
      }
    }
    json.lineBreak()
    return json.text
  }

  private var spans: [TraceSpan] {
    let tasks = run.tasks.flatMap(spans(of:))
    var span = TraceSpan(
      trace: ids.trace, id: ids.root, name: "run \(TargetText(run.header.targets).brief)",
      start: run.header.startedAt, end: run.finishedAt)
    span.end(notBefore: tasks)
    span.attributes = runAttributes
    if let outcome = run.outcome {
      span.status = outcome == .succeeded ? .ok : .error(OutcomeText(outcome).words)
    }
    span.links = earlier.map { earlier in
      let other = TraceIDs(of: earlier.header, run: earlier.run, digest: digest)
      return TraceSpan.Link(
        trace: other.trace, span: other.root,
        attributes: [("maint.link", .text(earlier.relation.rawValue)), ("maint.run", .number(earlier.run))])
    }
    return [span] + tasks
  }

  private var runAttributes: [TraceSpan.Attribute] {
    let header = run.header
    var attributes: [TraceSpan.Attribute] = [
      ("maint.run", .number(run.number)), ("maint.targets", .list(header.targets.map { "\(TargetText([$0]))" })),
      ("maint.project", .text(header.project)), ("process.command_args", .list(["maint"] + header.arguments)),
      ("process.owner", .text(header.user)), ("process.pid", .number(Int(header.process.pid))),
    ]
    if let outcome = run.outcome { attributes.append(("maint.outcome", .text(outcome.rawValue))) }
    if let code = run.exitCode { attributes.append(("process.exit.code", .number(Int(code)))) }
    return attributes
  }

  private func spans(of task: TaskRecord) -> [TraceSpan] {
    let steps = task.steps.enumerated().flatMap { spans(of: $1, number: $0, in: task) }
    var span = TraceSpan(
      trace: ids.trace, id: ids.span("task \(task.position)"), parent: ids.root, name: task.name.description,
      start: task.startedAt ?? task.finishedAt ?? run.header.startedAt,
      end: task.finishedAt ?? (task.startedAt == nil && task.result != nil ? run.header.startedAt : nil))
    span.end(notBefore: steps)
    span.attributes = [("maint.task", .text(task.name.description)), ("maint.runbook", .text(task.runbook))]
    if let tier = task.name.tier { span.attributes.append(("maint.tier", .text(tier.rawValue))) }
    for parameter in task.parameters {
      span.attributes.append(("maint.parameter.\(parameter.name)", .text(parameter.value)))
    }
    if let result = task.result {
      span.attributes += [
        ("maint.outcome", .text(result.outcome.rawValue)), ("maint.warnings", .number(Self.warnings(of: task, result))),
        ("maint.cleanup_failed", .truth(result.cleanupFailed)),
      ]
      span.status = Self.status(of: result)
    }
    return [span] + steps
  }

  /// The result counts no step that failed and warned.
  private static func warnings(of task: TaskRecord, _ result: TaskResult) -> Int {
    result.warnings + task.steps.count { $0.outcome != .warned && !$0.report.warnings.isEmpty }
  }

  private static func status(of result: TaskResult) -> TraceSpan.Status {
    let reason = result.reason ?? "it \(result.outcome.words)"
    if result.cleanupFailed { return .error("\(reason); and its cleanup failed") }
    switch result.outcome {
    case .succeeded: return .ok
    case .failed, .rolledBack, .rollbackFailed, .refused, .interrupted: return .error(reason)
    case .skipped, .blocked, .notNow, .deferred, .notStarted: return .unset
    }
  }

  private func spans(of step: StepRecord, number: Int, in task: TaskRecord) -> [TraceSpan] {
    let key = "task \(task.position) step \(number)"
    let attempts = step.attempts.filter { $0.number > 0 }
    var span = TraceSpan(
      trace: ids.trace, id: ids.span(key), parent: ids.span("task \(task.position)"), name: step.name,
      start: step.startedAt, end: step.finishedAt)
    let children = attempts.count < 2 ? [] : attempts.map { self.span(of: $0, key, step) }
    span.end(notBefore: children)
    span.attributes = [
      ("maint.task", .text(task.name.description)), ("maint.stage", .text(step.key.stage.rawValue)),
      ("maint.position", .number(step.key.position)), ("maint.undo", .truth(step.key.isUndo)),
    ]
    if let outcome = step.outcome { span.attributes.append(("maint.outcome", .text(outcome.rawValue))) }
    if let last = attempts.last { span.attributes += Self.attributes(of: last) }
    span.status = Self.status(of: step.outcome, step.detail)
    span.events = attempts.dropFirst().map {
      TraceSpan.Event(name: "retry", at: $0.intendedAt, attributes: [("maint.attempt", .number($0.number))])
    }
    span.events += step.report.warnings.map {
      TraceSpan.Event(name: "warning", at: step.finishedAt ?? step.startedAt, attributes: [("message", .text($0))])
    }
    return [span] + children
  }

  private func span(of attempt: AttemptRecord, _ step: String, _ record: StepRecord) -> TraceSpan {
    var span = TraceSpan(
      trace: ids.trace, id: ids.span("\(step) attempt \(attempt.number)"), parent: ids.span(step),
      name: "attempt \(attempt.number)", start: attempt.intendedAt, end: attempt.finishedAt)
    span.attributes = [("maint.attempt", .number(attempt.number))] + Self.attributes(of: attempt)
    span.status = Self.status(of: attempt.result?.outcome, attempt.result?.detail)
    return span
  }

  private static func attributes(of attempt: AttemptRecord) -> [TraceSpan.Attribute] {
    var attributes: [TraceSpan.Attribute] = []
    if let process = attempt.process { attributes.append(("process.pid", .number(Int(process.pid)))) }
    guard let result = attempt.result else { return attributes }
    if let code = result.exitCode { attributes.append(("process.exit.code", .number(Int(code)))) }
    if let signal = result.signal { attributes.append(("maint.signal", .number(Int(signal)))) }
    let used = result.used
    return attributes + [
      ("maint.cpu.user_seconds", .seconds(used.userTime)), ("maint.cpu.system_seconds", .seconds(used.systemTime)),
      ("maint.memory.peak_bytes", .number(used.peakMemoryBytes)), ("maint.disk.read_bytes", .number(used.readBytes)),
      ("maint.disk.written_bytes", .number(used.writtenBytes)),
    ]
  }

  private static func status(of outcome: StepOutcome?, _ detail: String?) -> TraceSpan.Status {
    switch outcome {
    case .succeeded, .warned: .ok
    case .failed, .timedOut, .stopped, .interrupted: .error(detail ?? outcome?.rawValue ?? "")
    case .skipped, nil: .unset
    }
  }
}

extension RunHeader {
  /// A run that another one has to do with.
  package struct Earlier: Sendable {
    package enum Relation: String, Sendable {
      case resumes
      case rollsBack = "rolls_back"
    }

    package var run: Int
    package var header: RunHeader
    package var relation: Relation

    package init(run: Int, header: RunHeader, relation: Relation) {
      self.run = run
      self.header = header
      self.relation = relation
    }
  }
}
