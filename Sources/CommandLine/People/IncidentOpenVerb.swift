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
    let channels = catalog.map { Routing($0.coordination).channels(level: level) } ?? []
    let project = FolderChoice.absolute(context.folders.project)
    let incident = NewIncident(
      title: title, level: level, channels: channels, host: OwnProcess.hostName,
      command: context.folders.messageCommand(ofProject: project))
    let number = try writing.logged { () throws(RunLogFailure) in
      try log.openIncident(incident, at: SystemClock.wall())
    }
    context.output.write("incident \(number) is open\n")
    PromptDelivery(writing: writing, log: log, catalog: catalog)()
    writing.publish(log, catalog: catalog)
    return .success
  }

  /// An incident can be opened, too, where the project is broken: then nobody is told.
  private func catalog() -> Catalog? {
    if let found = PromptDelivery.catalog(context) { return found }
    context.errors.write(
      "maint: warning: the schedules cannot be read, so no channel is told of this ('maint check' says why)\n")
    return nil
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
