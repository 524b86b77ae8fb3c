/// What maint can be told to do: the command table, from which parser, help, manual page and completions are made. A raw
/// value is what the operator types: one word, or that of a `VerbFamily` and one more.
package enum Verb: String, CaseIterable, Sendable {
  case check, plan, graph, due, calendar, simulate, rehearse, drill
  case run, resume, recover, rollback, confirm, resolve
  case status, log, show, output, dashboard, metrics
  case trend, forecast, report, changelog, export
  case sampleAdd = "sample add"
  case sampleList = "sample list"
  case backupList = "backup list"
  case backupShow = "backup show"
  case backupVerify = "backup verify"
  case backupRestore = "backup restore"
  case backupPrune = "backup prune"
  case backupExport = "backup export"
  case backupCopy = "backup copy"
  case backupDrill = "backup drill"
  case runlogCheck = "runlog check"
  case runlogBackup = "runlog backup"
  case runlogMaintain = "runlog maintain"
  case windowOpen = "window open"
  case windowClose = "window close"
  case windowList = "window list"
  case windowNext = "window next"
  case windowCheck = "window check"
  case checklist
  case approve, reject, approvals
  case notifyFlush = "notify flush"
  case notifyTest = "notify test"
  case notifyList = "notify list"
  case ack
  case signOff = "signoff"
  case auditVerify = "audit verify"
  case auditHead = "audit head"
  case auditExport = "audit export"
  case incidentOpen = "incident open"
  case incidentNote = "incident note"
  case incidentLink = "incident link"
  case incidentAck = "incident ack"
  case incidentResolve = "incident resolve"
  case incidentList = "incident list"
  case incidentReport = "incident report"
  case `init`, fmt, parse, schema, explain, docs
  case install, uninstall
  case completion, help, version
  /// For the completion scripts: print each target of the project, and the ID of each backup, on a line of its own.
  case completeTargets = "complete-targets"
  case completeBackups = "complete-backups"
  /// The processes of steps in which maint itself works on backups or waits.
  case archivePath = "archive-path"
  case restorePath = "restore-path"
  case discardReplaced = "discard-replaced"
  case sealBackup = "seal-backup"
  case recordAfter = "record-after"
  case awaitConfirmation = "await-confirmation"
  /// The maint inside a sandbox.
  case carryOutRehearsal = "carry-out-rehearsal"
  /// The process of a step that is interrupted there.
  case interruptStep = "interrupt-step"

  /// Those that help and completions name.
  package static let shown = allCases.filter { !hidden.contains($0) }
  private static let hidden: Set<Verb> = [
    .completeTargets, .completeBackups, .archivePath, .restorePath, .discardReplaced, .recordAfter,
    .awaitConfirmation, .sealBackup, .carryOutRehearsal, .interruptStep,
  ]

  /// What a newcomer needs first, in this order.
  static let first: [Verb] = [.`init`, .check, .plan, .run, .status]

  /// As `init(rawValue:)`, which first builds a dictionary of all of them: a tenth of the time that maint takes to start.
  init?(named name: String) {
    guard let verb = Self.allCases.first(where: { $0.rawValue == name }) else { return nil }
    self = verb
  }

  package var description: VerbDescription {
    switch self {
    case .check: .check
    case .plan: .plan
    case .graph: .graph
    case .due: .due
    case .calendar: .calendar
    case .simulate: .simulate
    case .rehearse: .rehearse
    case .drill: .drill
    case .run: .run
    case .resume: .resume
    case .recover: .recover
    case .rollback: .rollback
    case .confirm: .confirm
    case .resolve: .resolve
    case .status: .status
    case .log: .log
    case .show: .show
    case .output: .output
    case .dashboard: .dashboard
    case .metrics: .metrics
    case .trend: .trend
    case .forecast: .forecast
    case .report: .report
    case .export: .export
    case .sampleAdd: .sampleAdd
    case .sampleList: .sampleList
    case .changelog: .changelog
    case .runlogCheck: .runlogCheck
    case .runlogBackup: .runlogBackup
    case .runlogMaintain: .runlogMaintain
    case .backupList: .backupList
    case .backupShow: .backupShow
    case .backupVerify: .backupVerify
    case .backupCopy: .backupCopy
    case .backupDrill: .backupDrill
    case .backupRestore: .backupRestore
    case .backupPrune: .backupPrune
    case .backupExport: .backupExport
    case .windowOpen: .windowOpen
    case .windowClose: .windowClose
    case .windowList: .windowList
    case .windowNext: .windowNext
    case .windowCheck: .windowCheck
    case .checklist: .checklist
    case .approve: .approve
    case .reject: .reject
    case .approvals: .approvals
    case .notifyFlush: .notifyFlush
    case .notifyTest: .notifyTest
    case .notifyList: .notifyList
    case .ack: .ack
    case .signOff: .signOff
    case .auditVerify: .auditVerify
    case .auditHead: .auditHead
    case .auditExport: .auditExport
    case .incidentOpen: .incidentOpen
    case .incidentNote: .incidentNote
    case .incidentLink: .incidentLink
    case .incidentAck: .incidentAck
    case .incidentResolve: .incidentResolve
    case .incidentList: .incidentList
    case .incidentReport: .incidentReport
    case .`init`: .`init`
    case .fmt: .fmt
    case .parse: .parse
    case .schema: .schema
    case .explain: .explain
    case .docs: .docs
    case .install: .install
    case .uninstall: .uninstall
    case .completion: .completion
    case .help: .help
    case .version: .version
    case .completeTargets: .completeTargets
    case .completeBackups: .completeBackups
    case .archivePath: .archivePath
    case .restorePath: .restorePath
    case .discardReplaced: .discardReplaced
    case .recordAfter: .recordAfter
    case .awaitConfirmation: .awaitConfirmation
    case .sealBackup: .sealBackup
    case .carryOutRehearsal: .carryOutRehearsal
    case .interruptStep: .interruptStep
    }
  }

  /// Of a verb of two words, what the first one says.
  var family: VerbFamily? {
    VerbFamily.all.first { rawValue.hasPrefix($0.name + " ") }
  }

  /// What it takes, those of every verb last.
  package var options: [Option] { description.options + Option.global }

  /// The option as this verb takes it.
  func description(of option: Option) -> OptionDescription {
    let general = description.meanings[option] ?? option.description
    if case .choice(let placeholder, _) = general.value, let choices = description.choices[option] {
      let (first, others) = (choices[0], choices.dropFirst())
      return OptionDescription(
        alternatives(["\(first) (unless given)"] + others), short: general.short, value: .choice(placeholder, choices),
        repeats: general.repeats)
    }
    for case .needs(option, let other) in description.rules {
      return OptionDescription(
        "with \(other.flag): \(general.help)", short: general.short, value: general.value, repeats: general.repeats)
    }
    return general
  }
}
