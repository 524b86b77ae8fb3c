import Catalog
import Diagnostics
import Glibc
import Notification
import Reporting
import RunLog
import Scheduling

/// Tells people where a run was refused because the project has mistakes: from then on nothing is run, and where no terminal
/// shows it, cron's mail alone would say so.
struct ProjectAlarm {
  private static let mistakesShown = 3

  let context: Context

  /// `failure`: why there was no run. Where nobody can be told, that stands on standard error already.
  func callAsFunction(_ failure: CommandFailure) {
    guard let mistakes = failure.mistakes, !context.isInSandbox, !context.isTerminal(STDERR_FILENO),
      let catalog = PromptDelivery.catalog(context), !Routing(catalog.coordination).isEmpty
    else { return }
    do throws(CommandFailure) {
      let writing = try StateWriting(context)
      let supervisor = try writing.supervisor()
      let log = try writing.makeLog()
      let outbox = Outbox(
        context: context, catalog: catalog, project: FolderChoice.absolute(context.folders.project),
        state: writing.state, log: log)
      try writing.logged { () throws(RunLogFailure) in
        try outbox.tellUnsound(mistakes.errorCount, first: Self.lines(mistakes), at: SystemClock.wall())
      }
      outbox.tell(with: supervisor, patience: Outbox.patienceAfterRun)
    } catch {
      context.errors.write("maint: warning: nobody is told that nothing is run: \(error.message)\n")
    }
  }

  private static func lines(_ mistakes: DiagnosticBag) -> [String] {
    mistakes.sorted.filter { $0.severity == .error }.prefix(mistakesShown).map { mistake in
      var place = mistake.place.path
      if case .text(let source, let range) = mistake.place {
        let location = source.location(at: range.lower)
        place += ":\(location.line):\(location.column)"
      }
      return TypedWord.harmless("\(place): \(mistake.message)")
    }
  }
}
