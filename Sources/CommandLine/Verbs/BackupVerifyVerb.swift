import Glibc
import Reporting
import RunLog
import Scheduling

/// `maint backup verify [ID...]`: whether backups are what they were when they were made.
struct BackupVerifyVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let (chosen, state, _) = try backups()
    let use = try BackupsInUse(reading: chosen, state: state, for: "maint backup verify")
    defer { use?.end() }
    // One that was pruned since it was chosen is none, and not missing either.
    let ids = Set(chosen.map(\.id))
    let (found, _, hasLog) = try backups()
    let backups = found.filter { ids.contains($0.id) }
    let start = SystemClock.wall()
    let checks = try SealCheck().checks(of: backups)
    if hasLog { BackupJournal(context).record(checks.compactMap { event(of: $0, from: start) }) }
    let report = BackupCheckReport(checks)
    context.output.write(
      context.isJSON ? report.json : report.text(appearance: context.appearance(of: STDOUT_FILENO)))
    return report.isGood ? .success : .failed
  }

  /// Those asked for, each once, or all; the run log is let go of.
  private func backups() throws(CommandFailure) -> (backups: [BackupRecord], state: String, hasLog: Bool) {
    let catalogue = try BackupCatalogue(context)
    let asked = context.invocation.arguments
    var backups: [BackupRecord] = []
    for text in asked {
      let backup = try catalogue.backup(text)
      if !backups.contains(backup) { backups.append(backup) }
    }
    if asked.isEmpty { backups = try catalogue.backups() }
    if let absence = catalogue.reading.absence, backups.isEmpty {
      throw CommandFailure(absence.words, hint: "choose the state folder with --state DIR", exitCode: .notFound)
    }
    return (backups, catalogue.reading.state, catalogue.reading.absence == nil)
  }

  /// What was found out; nil where nothing was. A file that could not be read this time, by this user, may be whole.
  private func event(of check: BackupCheck, from start: Timestamp) -> BackupEvent? {
    let problems = check.problems
    switch check.verdict {
    case .whole: return BackupJournal.event(.verify, of: check.backup, from: start, by: context)
    case .incomplete, .inTheMaking: return nil
    case .missing:
      return BackupJournal.event(
        .verify, of: check.backup, from: start, by: context, error: "missing: not pruned by maint")
    case .damaged:
      if problems.allSatisfy(\.isOfReading) { return nil }
      let words = problems.prefix(5).map { problem in
        problem.words + (problem.path.map { ": \(String(decoding: $0, as: UTF8.self))" } ?? "")
      }
      return BackupJournal.event(
        .verify, of: check.backup, from: start, by: context, error: words.joined(separator: "; "))
    }
  }
}
