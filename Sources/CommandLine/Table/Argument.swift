import Diagnostics
import Reporting

/// A word after the verb that is not an option: what it may be and how it is asked for.
package enum Argument: CaseIterable, Sendable {
  case target, run, runOrTask, task, backup, metric, file, output, folder, duration, shell, verb, id, schema, starter,
    runbook, action, item, request, channel, message, incident, text, value, reportKind, newFile

  package enum Count: Sendable { case one, optional, oneOrMore, zeroOrMore }

  /// What stands for it.
  package var name: String {
    switch self {
    case .target: "TARGET"
    case .run: "RUN"
    case .runOrTask: "RUN[/TASK]"
    case .task: "TASK"
    case .backup, .id: "ID"
    case .metric: "NAME"
    case .file, .output, .newFile: "FILE"
    case .folder: "DIR"
    case .duration: "DURATION"
    case .shell: "SHELL"
    case .verb: "VERB"
    case .schema, .reportKind: "KIND"
    case .starter: "STARTER"
    case .runbook: "RUNBOOK"
    case .action: "ACTION"
    case .item: "ITEM"
    case .request: "REQUEST"
    case .channel: "CHANNEL"
    case .message: "MESSAGE"
    case .incident: "INCIDENT"
    case .text: "TEXT"
    case .value: "VALUE"
    }
  }

  /// As in "a TARGET" and "an ID".
  var nameWithArticle: String { (name.first.map("AEIO".contains) == true ? "an " : "a ") + name }

  /// In help and manual page.
  package var help: String {
    switch self {
    case .target:
      "a tier (daily), a task (daily.log_rotation, or log_rotation where only one tier has it) or a runbook by "
        + "itself (runbook:NAME)"
    case .run: "the number of a run, as 'maint log' lists it"
    case .runOrTask: "the number of a run, as 'maint log' lists it, or one task of it: 12/daily.nginx"
    case .task: "a task of the run (daily.log_rotation, or log_rotation)"
    case .backup:
      "a backup as 'maint backup list' lists it: RUN/TASK (12/monthly.system_updates), RUN alone where it has one"
    case .metric: "a metric, with labels if need be: 'maint_disk_used_percent{mount=\"/\"}'"
    case .file: "a file, or - for standard input"
    case .output: "a file, or - for standard output"
    case .newFile: "a file that does not exist yet"
    case .folder: "a folder; it is made if it does not exist"
    case .duration: "a time such as 30s or 10m"
    case .shell: "bash, zsh or fish"
    case .verb: "a verb of maint, or \(alternatives(HelpTopic.allCases.map(\.rawValue)))"
    case .id: "what stands in brackets after a message of maint, such as unknown-key"
    case .schema: alternatives(SchemaReport.Kind.allCases.map(\.rawValue))
    case .starter: "what starts maint: \(alternatives(Starter.allCases.map(\.rawValue)))"
    case .runbook: "the name of a runbook; runbook:NAME will do"
    case .action: "what becomes of ITEM: start marks it {IP}, done {X}, undo { }"
    case .item: "the number of an item (3.2: the second of section 3), or a part of its text that no other has"
    case .request: "the number of a request for approval, as 'maint approvals' lists it"
    case .channel: "the name of a channel of maintenance_coordination"
    case .message: "the number of a message, as it says itself and 'maint notify list' does"
    case .incident: "the number of an incident, as 'maint incident list' lists it"
    case .text: "what there is to say, in quotes"
    case .value: "a number"
    case .reportKind: alternatives(ReportKind.allCases.map(\.rawValue))
    }
  }

  /// Completes "run needs a TARGET: …".
  var example: String {
    switch self {
    case .target: "daily, daily.log_rotation or runbook:NAME"
    case .run: "its number, as 'maint log' lists it"
    case .runOrTask: "its number, as 'maint log' lists it, or 12/daily.nginx"
    case .task: "daily.log_rotation, or log_rotation"
    case .backup: "as 'maint backup list' lists it"
    case .metric: "as 'maint sample list' has it"
    case .file: "a path, or - for standard input"
    case .output: "a path, or - for standard output"
    case .newFile: "the path of a file that does not exist yet"
    case .folder: "the folder to write to"
    case .duration: "such as 30s or 10m"
    case .shell: "bash, zsh or fish"
    case .verb: "as 'maint help' lists it"
    case .id: "as 'maint explain' lists it"
    case .schema, .reportKind: help
    case .starter: alternatives(Starter.allCases.map(\.rawValue))
    case .runbook: "as its file is called, without .yaml"
    case .action: alternatives(ChecklistAction.allCases.map(\.rawValue))
    case .item: "its number, such as 3.2, or a part of its text"
    case .request: "its number, as 'maint approvals' lists it"
    case .channel: "as maintenance_coordination names it"
    case .message: "its number, as 'maint notify list' lists it"
    case .incident: "its number, as 'maint incident list' lists it"
    case .text: "what there is to say, in quotes"
    case .value: "a number such as 12.5"
    }
  }

  /// The only texts it can be, where those are known beforehand; the name of a verb may be two words.
  var choices: [String]? {
    switch self {
    case .shell: Shell.allCases.map(\.rawValue)
    case .verb: CommandScope.shown.map(\.name).filter { !$0.isEmpty } + HelpTopic.allCases.map(\.rawValue)
    case .id: DiagnosticID.allCases.map(\.rawValue)
    case .schema: SchemaReport.Kind.allCases.map(\.rawValue)
    case .starter: Starter.allCases.map(\.rawValue)
    case .action: ChecklistAction.allCases.map(\.rawValue)
    case .reportKind: ReportKind.allCases.map(\.rawValue)
    case .target, .run, .runOrTask, .task, .backup, .metric, .file, .output, .folder, .duration, .runbook, .item,
      .request, .channel, .message, .incident, .text, .value, .newFile:
      nil
    }
  }
}
