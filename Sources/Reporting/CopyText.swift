import Execution
import Planning
import Scheduling

/// What is said of backups that are taken off-site, a line or two each.
package enum CopyText {
  private static let linesKept = 3
  private static let longestFailure = 500
  private static let olderShown = 10

  package static func beginning(_ id: BackupID) -> String { "Copying the backup \(id) off-site …\n" }

  package static func copied(_ id: BackupID, in duration: Duration) -> String {
    "The backup \(id) is copied off-site (\(HumanDuration(duration))).\n"
  }

  package static func needless(_ id: BackupID) -> String { "The backup \(id) was copied meanwhile.\n" }

  package static func held(_ id: BackupID, by holder: String) -> String {
    "The backup \(id) is left to the maint that copies backups of this task now (\(HarmlessText.words(holder))).\n"
  }

  package static func stopped(_ id: BackupID, signal: Int32, _ command: CommandText) -> String {
    "maint: copying the backup \(id) off-site was stopped by \(SignalName.of(signal)); it is still to be copied\nhint: \(retry(command))\n"
  }

  package static func failed(_ id: BackupID, _ reason: String, _ command: CommandText) -> String {
    "maint: warning: the backup \(id) is not copied off-site: \(HarmlessText.words(reason))\n"
      + "hint: it is whole on this host, and what the run did stands; mend copy_to or what it reaches; \(retry(command))\n"
  }

  package static func postponed(_ count: Int) -> String {
    "maint: warning: \(Count(count, "backup")) more of the same copy_to \(count == 1 ? "was" : "were") not tried\n"
  }

  package static func unwanted(_ id: BackupID, _ reason: String) -> String {
    "The backup \(id) is no longer to be copied: \(reason).\n"
  }

  /// Of backups that were made before their runbook had a copy_to, the newest first; none: nothing.
  package static func older(_ ids: [BackupID], _ command: CommandText) -> String {
    guard !ids.isEmpty else { return "" }
    let shown = ids.prefix(olderShown).map(\.description).joined(separator: " ")
    let more = ids.count - olderShown
    let rest = more > 0 ? " and \(more) more, which \(command("backup list")) shows" : ""
    return
      "\(Count(ids.count, "backup")) \(ids.count == 1 ? "is" : "are") older than the copy_to now in force, and never "
      + "copied; to copy \(ids.count == 1 ? "it" : "them"): \(command("backup copy \(shown)"))\(rest)\n"
  }

  private static func retry(_ command: CommandText) -> String {
    "the next run of the task tries again, and so does \(command("backup copy"))"
  }

  /// Why it failed, with the last of what it printed.
  package static func failure(_ reason: String, output: [UInt8]) -> String {
    let lines = output.split(separator: UInt8(ascii: "\n")).suffix(linesKept).map {
      String(decoding: $0, as: UTF8.self)
    }
    let words = ([reason] + (lines.isEmpty ? [] : [lines.joined(separator: " / ")])).joined(separator: ": ")
    return words.count <= longestFailure ? words : words.prefix(longestFailure - 1) + "…"
  }
}
