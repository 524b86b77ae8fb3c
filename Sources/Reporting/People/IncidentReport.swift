import JSON
import RunLog
import Scheduling

/// `maint incident report`: an incident from its beginning to what is learnt from it, as Markdown.
package struct IncidentReport: Sendable {
  private let incident: IncidentRecord
  private let runs: [RunRecord]
  private let messages: [SentMessage]
  private let others: [IncidentRecord]
  private let head: AuditRow?
  private let host: String
  private let madeAt: Timestamp
  private let command: CommandText

  /// `runs` and `messages` that belong to it, in order; `others`: the latest incidents, for the means; `head`: the newest
  /// entry of the audit chain.
  package init(
    _ incident: IncidentRecord, runs: [RunRecord], messages: [SentMessage], others: [IncidentRecord], head: AuditRow?,
    host: String, madeAt: Timestamp, command: CommandText = CommandText()
  ) {
    self.command = command
    self.incident = incident
    self.runs = runs
    self.messages = messages
    self.others = others
    self.head = head
    self.host = host
    self.madeAt = madeAt
  }

  package func markdown(zone: Zone) -> String {
    var text = MarkdownText()
    text.heading("Incident \(incident.number): \(incident.title)", level: 1)
    text.table(["", ""], facts(zone).map { [$0.name, $0.value] })
    add("Impact", .impact, zone, to: &text)
    text.heading("Timeline", level: 2)
    let timeline = IncidentTimeline(incident, runs: runs, messages: messages)
    text.table(
      ["time", "what happened"], timeline.events.map { [zone.second($0.at), $0.what] })
    add("Root cause", .cause, zone, to: &text)
    add("Actions", .action, zone, to: &text)
    text.heading("Times", level: 2)
    text.paragraph(times)
    let entry = head.map { "; audit chain: entry \($0.entry), \(MarkdownText.code($0.hash))" } ?? ""
    text.paragraph("*Made by maint at \(zone.second(madeAt))\(entry).*")
    return text.text
  }

  /// - the fields that `JSONWriter.incidentFields` documents
  /// - `notes`: each `at`, `by`, `uid`, `kind` (`note`, `impact`, `cause`, `action`, `resolution`), `text`
  /// - `timeline`: each `at` and `what`, in Markdown
  /// - `mtta_seconds`, `mttr_seconds`: the means of the latest hundred incidents
  package var json: String {
    var json = JSONWriter(layout: .pretty)
    let means = IncidentTimes(others)
    json.object { json in
      json.incidentFields(incident)
      json.list("notes", of: incident.notes) { note, json in
        json.field("at", note.word.at)
        json.field("by", note.word.by.name)
        json.field("uid", note.word.by.uid)
        json.field("kind", note.kind.rawValue)
        json.field("text", note.text)
      }
      json.list("timeline", of: IncidentTimeline(incident, runs: runs, messages: messages).events) { event, json in
        json.field("at", event.at)
        json.field("what", event.what)
      }
      json.field("mtta_seconds", means.meanToAcknowledge)
      json.field("mttr_seconds", means.meanToResolve)
    }
    json.lineBreak()
    return json.text
  }

  private func facts(_ zone: Zone) -> [(name: String, value: String)] {
    func when(_ word: IncidentRecord.Word?, _ missing: String) -> String {
      word.map { "\(zone.second($0.at)) by \(MarkdownText.escaped($0.by.name))" } ?? missing
    }
    let run = incident.openedByRun.map { ", with run \($0)" } ?? ""
    let numbers = incident.runs.map { "\($0.run)" }
    return [
      ("Host", MarkdownText.escaped(host)), ("Level", incident.level.rawValue), ("State", incident.state),
      ("Opened", when(incident.opened, "") + run), ("Acknowledged", when(incident.acknowledged, "not yet")),
      ("Resolved", when(incident.resolved, "not yet")),
      ("Runs", numbers.isEmpty ? "none" : numbers.joined(separator: ", ")),
    ]
  }

  /// What was said of it, a point each, with who said it and when; where nothing was, how to.
  private func add(
    _ heading: String, _ kind: IncidentRecord.Note.Kind, _ zone: Zone, to text: inout MarkdownText
  ) {
    text.heading(heading, level: 2)
    let notes = incident.notes.filter { $0.kind == kind }.map { note in
      let by = "\(MarkdownText.escaped(note.word.by.name)), \(zone.second(note.word.at))"
      return "\(MarkdownText.escapedAtStart(note.text)) (\(by))"
    }
    guard notes.isEmpty else { return text.list(notes) }
    let words = "incident note \(incident.number) 'TEXT' --kind \(kind.rawValue)"
    text.paragraph("*Nothing is noted yet: \(MarkdownText.code(command(words)))*")
  }

  private var times: String {
    let acknowledged = incident.timeToAcknowledge.map { "acknowledged after \(HumanDuration($0))" }
    let resolved = incident.timeToResolve.map { "resolved after \(HumanDuration($0))" }
    let own = [acknowledged, resolved].compactMap { $0 }
    let means = IncidentTimes(others).words
    let none = incident.acknowledged == nil && incident.resolved == nil ? "Nobody has acknowledged it yet." : ""
    let known = own.isEmpty ? none : "This one was \(own.joined(separator: " and "))."
    let unknown =
      incident.hasClockSetBack
      ? "The clock was set back after it was opened, so not all times of it are known." : ""
    let this = [known, unknown].filter { !$0.isEmpty }.joined(separator: " ")
    return means.isEmpty ? this : "\(this) All: \(means)."
  }
}
