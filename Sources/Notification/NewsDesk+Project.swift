import Catalog
import RunLog
import Scheduling

/// That nothing of a project is run, because there are mistakes in it.
extension NewsDesk {
  /// What the keys of these messages begin with.
  package var projectKeys: String { "\(MessageKey.part(host))-\(Self.mark(of: project))-project-" }

  /// `first`: some of the mistakes, each a line. As grave as the gravest of the tasks of which that is known.
  package func unsound(mistakes: Int, first: [String], at now: Timestamp) -> NewMessage {
    let count = mistakes == 1 ? "1 mistake" : "\(mistakes) mistakes"
    let rest = mistakes > first.count ? ["… and \(mistakes - first.count) more"] : []
    var found = message(
      "unsound", now, gravest, .issueEscalation, run: nil, subject: "nothing is run: the project has \(count)",
      text: "On \(host) nothing of the project in \(project) is run, its backups included: "
        + "there \(mistakes == 1 ? "is" : "are") "
        + "\(count) in its schedules and runbooks (\(zone.minute(now))).\n\n"
        + (first + rest).map { "\($0)\n" }.joined()
        + "\nAll of it, and what to write instead: \(command("check"))\n")
    found.key = "\(projectKeys)unsound-\(String(now.microseconds, radix: 36))"
    return found
  }

  package func sound(since: Timestamp, at now: Timestamp) -> NewMessage {
    var found = message(
      "sound", now, .info, .issueEscalation, run: nil, subject: "the project is run again",
      text: "On \(host) the project in \(project) has no mistakes any more, and is run again (\(zone.minute(now))). "
        + "Nothing of it was run since \(zone.minute(since)): \(command("due")) says what is late.\n")
    found.key = "\(projectKeys)sound-\(String(now.microseconds, radix: 36))"
    return found
  }
}
