import Catalog
import Scheduling

/// What `maint help` explains besides the verbs, made from the tables by which files are read and steps are told.
package enum HelpTopic: String, CaseIterable, Sendable {
  case schedule, runbook, variables

  /// Some lines of prose and a table, both of which may be empty.
  struct Section {
    var title: String?
    var paragraphs: [String] = []
    var rows: [(left: String, right: String)] = []
  }

  package var summary: String {
    switch self {
    case .schedule: "the keys of a schedule"
    case .runbook: "the keys of a runbook"
    case .variables: "the variables that a step finds in its environment"
    }
  }

  /// In the manual page.
  var title: String {
    switch self {
    case .schedule: "SCHEDULES"
    case .runbook: "RUNBOOKS"
    case .variables: "VARIABLES OF STEPS"
    }
  }

  var sections: [Section] {
    switch self {
    case .schedule:
      [
        Section(paragraphs: [
          "All files schedules/*.yaml of a project are read and merged; what a key takes stands in parentheses. The tiers "
            + "are \(Tier.allCases.map(\.rawValue).joined(separator: ", "))."
        ])
      ]
        + [
          .schedule, .tier, .task, .window, .freeze, .coordination, .channel, .stakeholder, .login, .defaults, .keep,
          .drill, .approval, .copy,
        ].map(Self.section)
    case .runbook:
      [
        Section(paragraphs: [
          "Each file runbooks/NAME.yaml is the runbook NAME; what a key takes stands in parentheses. The stages are "
            + "\(Stage.allCases.map(\.rawValue).joined(separator: ", "))."
        ])
      ]
        + [.runbook, .step(of: .change), .archive, .restore, .keep, .parameter, .secret, .approval, .copy].map(
          Self.section)
    case .variables: [Self.base, Self.told, Self.taken]
    }
  }

  private static func section(_ construct: Construct) -> Section {
    let table = construct.table
    let shortForm = construct.shortForm.map { ", or \($0.description) instead" } ?? ""
    return Section(
      title: table.construct.prefix(1).uppercased() + table.construct.dropFirst() + shortForm,
      rows: table.entries.map { entry in
        let shape = entry.field.shape.description
        return (entry.name, "\(entry.field.help) (\(entry.isRequired ? "required: " : "")\(shape))")
      })
  }

  private static let base = Section(paragraphs: [
    "Every step starts with the same environment under cron, systemd and at a terminal: PATH (the six usual folders), "
      + "HOME, USER, LOGNAME, SHELL, LANG=C.UTF-8, and TZ where maint has it. Parameters and secrets are variables of "
      + "their own names; a step adds its env."
  ])

  private static let told = Section(
    title: "What maint tells", rows: StepVariable.allCases.map { ($0.rawValue, $0.help) })

  private static var taken: Section {
    let prefixes = ([ReservedVariable.ownPrefix] + ReservedVariable.actedOnPrefixes).map { $0 + "*" }
    return Section(
      title: "Names that are taken",
      paragraphs: [
        "No parameter, secret or line of $MAINT_ENV may be called: "
          + (prefixes + ReservedVariable.names).joined(separator: ", ") + "."
      ])
  }
}
