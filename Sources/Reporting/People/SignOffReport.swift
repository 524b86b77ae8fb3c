import JSON
import Execution
import RunLog
import Scheduling

/// `maint signoff`: the runs that are over and lack a signature.
package struct SignOffReport: Sendable {
  private let runs: [(run: RunRecord, roles: [String])]
  private let command: CommandText

  /// The newest first, each with the roles that have not signed.
  package init(_ runs: [(run: RunRecord, roles: [String])], command: CommandText = CommandText()) {
    self.runs = runs
    self.command = command
  }

  package func text(appearance: Appearance, zone: Zone) -> String {
    if runs.isEmpty { return "every run that needs it is signed\n" }
    let clock = ClockText(zone: zone)
    let rows = runs.map { run, roles -> [StyledText] in
      let outcome = OutcomeText(run, isAlive: false)
      return [
        StyledText("\(run.number)"), StyledText(clock.dateAndTime(run.header.startedAt)),
        StyledText(TargetText(run.header.targets).brief).cut(to: 40, mark: "…"),
        outcome.styledSymbol + " " + outcome.styledWords, StyledText(roles.joined(separator: ", ")),
      ]
    }
    let columns: [Table.Column] = [
      .init(heading: "RUN", isRight: true), .init(heading: "STARTED"), .init(heading: "TARGETS"),
      .init(heading: "OUTCOME"), .init(heading: "NOT SIGNED BY"),
    ]
    return appearance.render(
      Table(columns: columns, rows: rows).lines + [
        "", StyledText("\(command("signoff RUN --as ROLE")) signs for one", .faint),
      ])
  }

  /// `{"runs": […]}`: each `run`, `targets`, `started_at`, `finished_at`, `outcome`, and `roles`, those that have not signed.
  package var json: String {
    var json = JSONWriter(layout: .pretty)
    json.object { json in
      json.list("runs", of: runs) { entry, json in
        json.field("run", entry.run.number)
        json.field("targets", entry.run.header.targets.map { TargetText([$0]).description })
        json.field("started_at", entry.run.header.startedAt)
        json.field("finished_at", entry.run.finishedAt)
        json.field("outcome", entry.run.outcome?.rawValue)
        json.field("roles", entry.roles)
      }
    }
    json.lineBreak()
    return json.text
  }
}
