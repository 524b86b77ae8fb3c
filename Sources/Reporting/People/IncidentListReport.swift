import JSON
import Catalog
import RunLog
import Scheduling

/// `maint incident list`.
package struct IncidentListReport: Sendable {
  private let incidents: [IncidentRecord]
  private let isAll: Bool

  /// In the order in which they are listed.
  package init(_ incidents: [IncidentRecord], isAll: Bool) {
    self.incidents = incidents
    self.isAll = isAll
  }

  /// Nothing where the clock was set back since.
  private static func age(of incident: IncidentRecord, at now: Timestamp) -> String {
    let end = incident.resolved?.at ?? now
    return end < incident.opened.at ? "?" : "\(HumanDuration(end - incident.opened.at))"
  }

  package func text(appearance: Appearance, zone: Zone, now: Timestamp) -> String {
    if incidents.isEmpty { return isAll ? "there was no incident yet\n" : "no incident is open\n" }
    let clock = ClockText(zone: zone)
    let rows = incidents.map { incident -> [StyledText] in
      [
        StyledText("\(incident.number)"), StyledText(incident.level.rawValue, incident.style),
        StyledText(clock.dateAndTime(incident.opened.at)), StyledText(incident.state),
        StyledText(Self.age(of: incident, at: now)),
        StyledText(HarmlessText.words(incident.title)).cut(to: 60, mark: "…"),
      ]
    }
    let columns: [Table.Column] = [
      .init(heading: "INCIDENT", isRight: true), .init(heading: "LEVEL"), .init(heading: "OPENED"),
      .init(heading: "STATE"), .init(heading: "FOR", isRight: true), .init(heading: "TITLE"),
    ]
    let means = IncidentTimes(incidents).words
    return appearance.render(
      Table(columns: columns, rows: rows).lines + (means.isEmpty ? [] : ["", StyledText(means, .faint)]))
  }

  /// - `incidents`: each with the fields that `JSONWriter.incidentFields` documents
  /// - `mtta_seconds`, `mttr_seconds`: the means of those listed, or null
  package var json: String {
    var json = JSONWriter(layout: .pretty)
    let times = IncidentTimes(incidents)
    json.object { json in
      json.list("incidents", of: incidents) { $1.incidentFields($0) }
      json.field("mtta_seconds", times.meanToAcknowledge)
      json.field("mttr_seconds", times.meanToResolve)
    }
    json.lineBreak()
    return json.text
  }
}

extension IncidentRecord {
  /// In one word.
  var state: String { resolved != nil ? "resolved" : acknowledged != nil ? "acknowledged" : "open" }

  var style: Style {
    if resolved != nil { return .faint }
    switch level {
    case .info: return .plain
    case .warning: return .caution
    case .critical: return .alarm
    }
  }
}

extension JSONWriter {
  /// - `incident`, its number; `title`; `level`: `critical`, `warning`, `info`; `state`: `open`, `acknowledged`, `resolved`
  /// - `opened`, `acknowledged`, `resolved`: each null, or `at`, `by`, `uid`; `opened_by_run`: the emergency run that opened it
  /// - `time_to_acknowledge_seconds`, `time_to_resolve_seconds`; `runs`, the numbers of those that belong to it
  mutating func incidentFields(_ incident: IncidentRecord) {
    field("incident", incident.number)
    field("title", incident.title)
    field("level", incident.level.rawValue)
    field("state", incident.state)
    word("opened", incident.opened)
    field("opened_by_run", incident.openedByRun)
    word("acknowledged", incident.acknowledged)
    word("resolved", incident.resolved)
    field("time_to_acknowledge_seconds", incident.timeToAcknowledge)
    field("time_to_resolve_seconds", incident.timeToResolve)
    field("runs") { json in json.array { json in for link in incident.runs { json.value(link.run) } } }
  }

  private mutating func word(_ name: String, _ word: IncidentRecord.Word?) {
    field(name) { json in
      guard let word else { return json.null() }
      json.object { json in
        json.field("at", word.at)
        json.field("by", word.by.name)
        json.field("uid", word.by.uid)
      }
    }
  }
}
