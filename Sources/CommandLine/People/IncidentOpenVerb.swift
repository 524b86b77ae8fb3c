import Catalog
import Notification
import Reporting
import RunLog

/// `maint incident open TEXT --level LEVEL`.
struct IncidentOpenVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    let title = try IncidentText.given(context)
    let level = context.invocation.value(.level).flatMap(MaintenanceTask.AlertLevel.init) ?? .warning
    let writing = try StateWriting(context)
    let log = try writing.makeLog()
    let catalog = catalog()
    let command = context.folders.messageCommand(ofProject: FolderChoice.absolute(context.folders.project))
    let incident = NewIncident(title, level, told: catalog?.coordination, command)
    let number = try writing.logged { () throws(RunLogFailure) in
      try log.openIncident(incident, at: SystemClock.wall())
    }
    context.output.write("incident \(number) is open\n")
    if catalog != nil, incident.channels.isEmpty { context.output.write("\(NewIncident.toldNobody(level))\n") }
    PromptDelivery(writing: writing, log: log, catalog: catalog)()
    writing.publish(log, catalog: catalog)
    return catalog == nil ? .notNow : .success
  }

  /// An incident can be opened, too, where the project is broken: then whoever is to know is told when it is mended.
  private func catalog() -> Catalog? {
    if let found = PromptDelivery.catalog(context) { return found }
    PromptDelivery.warnOfUnreadable(context)
    return nil
  }
}

extension NewIncident {
  /// Told to stakeholders who get `issue_escalation`, and to the channels of its level. `coordination` is nil where nobody can
  /// say who that is.
  init(
    _ title: String, _ level: MaintenanceTask.AlertLevel, told coordination: Coordination?, _ command: MessageCommand
  ) {
    let channels = coordination.map { Routing($0).channels(kind: .issueEscalation, level: level) } ?? []
    self.init(title: title, level: level, channels: channels, host: OwnProcess.hostName, command: command)
  }

  static func toldNobody(_ level: MaintenanceTask.AlertLevel) -> String {
    "told: nobody: no channel is for \(level.rawValue), and no stakeholder gets issue_escalation "
      + "(maintenance_coordination)"
  }
}

/// The TEXT of an incident.
enum IncidentText {
  static func given(_ context: Context) throws(CommandFailure) -> String {
    let text = context.invocation.argument(.text) ?? ""
    guard text.unicodeScalars.contains(where: isVisible) else {
      throw CommandFailure("the text is empty", hint: "say what is wrong, in quotes", exitCode: .usage)
    }
    return text
  }

  private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .privateUse, .surrogate, .unassigned:
      false
    default: !scalar.properties.isDefaultIgnorableCodePoint && scalar != "\u{2800}"
    }
  }
}
