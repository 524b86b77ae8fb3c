import CLinux
import Glibc

/// maint from its arguments to its exit code.
package enum Program {
  package static func main() -> Int32 {
    let arguments = OwnProcess.arguments
    let output = StandardOutput(STDOUT_FILENO)
    let errors = StandardOutput(STDERR_FILENO, isImmediate: true)
    // Output whose reader has gone is an error of write, not the end of a run.
    signal(SIGPIPE, SIG_IGN)
    maint_keep_freed_memory()
    let code = run(arguments, output: output, errors: errors)
    if let failure = output.flush() {
      errors.write("maint: standard output could not be written: \(SystemError.words(failure))\n")
      return code == .success ? ExitCode.cannotWrite.rawValue : code.rawValue
    }
    return code.rawValue
  }

  private static func run(_ arguments: [String], output: StandardOutput, errors: StandardOutput) -> ExitCode {
    var invocation: Invocation
    do throws(UsageFailure) {
      invocation = try CommandParser.parse(arguments)
    } catch {
      errors.write(error.text)
      return .usage
    }
    if invocation.has(.asCron) { CronSurroundings.enter(&invocation) }
    let context = Context(invocation, output: output, errors: errors)
    do throws(CommandFailure) {
      return try carryOut(context)
    } catch {
      output.flush()
      var failure = error
      failure.hint = RootHint(context, typed: arguments).hint(for: failure) ?? failure.hint
      failure.hint = failure.hint.map(NextCommand(context).completing)
      errors.write(failure.text)
      return error.exitCode
    }
  }

  private static func carryOut(_ context: Context) throws(CommandFailure) -> ExitCode {
    ZoneVariable(context: context).tell()
    return switch context.invocation.verb {
    case .check: try CheckVerb(context: context)()
    case .plan: try PlanVerb(context: context)()
    case .graph: try GraphVerb(context: context)()
    case .due: try DueVerb(context: context)()
    case .calendar: try CalendarVerb(context: context)()
    case .simulate: try SimulateVerb(context: context)()
    case .rehearse: try RehearseVerb(context: context)()
    case .drill: try DrillVerb(context: context)()
    case .run: try RunVerb(context: context)()
    case .resume: try ResumeVerb(context: context)()
    case .recover: try RecoverVerb(context: context)()
    case .rollback: try RollbackVerb(context: context)()
    case .confirm: try ConfirmVerb(context: context)()
    case .resolve: try ResolveVerb(context: context)()
    case .status: try StatusVerb(context: context)()
    case .log: try LogVerb(context: context)()
    case .show: try ShowVerb(context: context)()
    case .output: try OutputVerb(context: context)()
    case .dashboard: try DashboardVerb(context: context)()
    case .metrics: try MetricsVerb(context: context)()
    case .trend: try TrendVerb(context: context)()
    case .forecast: try ForecastVerb(context: context)()
    case .report: try ReportVerb(context: context)()
    case .export: try ExportVerb(context: context)()
    case .sampleAdd: try SampleAddVerb(context: context)()
    case .sampleList: try SampleListVerb(context: context)()
    case .changelog: try ChangelogVerb(context: context)()
    case .runlogCheck: try RunlogCheckVerb(context: context)()
    case .runlogBackup: try RunlogBackupVerb(context: context)()
    case .runlogMaintain: try RunlogMaintainVerb(context: context)()
    case .backupList: try BackupListVerb(context: context)()
    case .backupShow: try BackupShowVerb(context: context)()
    case .backupVerify: try BackupVerifyVerb(context: context)()
    case .backupCopy: try BackupCopyVerb(context: context)()
    case .backupDrill: try BackupDrillVerb(context: context)()
    case .backupRestore: try BackupRestoreVerb(context: context)()
    case .backupPrune: try BackupPruneVerb(context: context)()
    case .backupExport: try BackupExportVerb(context: context)()
    case .windowOpen: try WindowOpenVerb(context: context)()
    case .windowClose: try WindowCloseVerb(context: context)()
    case .windowList: try WindowListVerb(context: context)()
    case .windowNext: try WindowNextVerb(context: context)()
    case .windowCheck: try WindowCheckVerb(context: context)()
    case .checklist: try ChecklistVerb(context: context)()
    case .approve: try ApproveVerb(context: context)()
    case .reject: try RejectVerb(context: context)()
    case .approvals: try ApprovalsVerb(context: context)()
    case .notifyFlush: try NotifyFlushVerb(context: context)()
    case .notifyTest: try NotifyTestVerb(context: context)()
    case .notifyList: try NotifyListVerb(context: context)()
    case .ack: try AckVerb(context: context)()
    case .fmt: try FormatVerb(context: context)()
    case .parse: try ParseVerb(context: context)()
    case .signOff: try SignOffVerb(context: context)()
    case .auditVerify: try AuditVerifyVerb(context: context)()
    case .auditHead: try AuditHeadVerb(context: context)()
    case .auditExport: try AuditExportVerb(context: context)()
    case .incidentOpen: try IncidentOpenVerb(context: context)()
    case .incidentNote: try IncidentNoteVerb(context: context)()
    case .incidentLink: try IncidentLinkVerb(context: context)()
    case .incidentAck: try IncidentAckVerb(context: context)()
    case .incidentResolve: try IncidentResolveVerb(context: context)()
    case .incidentList: try IncidentListVerb(context: context)()
    case .incidentReport: try IncidentReportVerb(context: context)()
    case .schema: SchemaVerb(context: context)()
    case .explain: ExplainVerb(context: context)()
    case .docs: try DocsVerb(context: context)()
    case .`init`: try InitVerb(context: context)()
    case .install: try InstallVerb(context: context)()
    case .uninstall: try UninstallVerb(context: context)()
    case .completion: CompletionVerb(context: context)()
    case .help: HelpVerb(context: context)()
    case .version: VersionVerb(context: context)()
    case .completeTargets: try CompleteTargetsVerb(context: context)()
    case .completeBackups: try CompleteBackupsVerb(context: context)()
    case .archivePath: try ArchivePathVerb(context: context)()
    case .restorePath: try RestorePathVerb(context: context)()
    case .discardReplaced: try DiscardReplacedVerb(context: context)()
    case .recordAfter: try RecordAfterVerb(context: context)()
    case .awaitConfirmation: try AwaitConfirmationVerb(context: context)()
    case .carryOutRehearsal: try CarryOutRehearsalVerb(context: context)()
    case .interruptStep: try InterruptStepVerb(context: context)()
    case .sealBackup: try SealBackupVerb(context: context)()
    }
  }
}
