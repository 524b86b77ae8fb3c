import Catalog
import Planning
import Scheduling

/// `maint docs`: the project as a manual in Markdown, for those who run it and for those who must do it by hand.
package struct Manual: Sendable {
  /// Where, when and by what it was made.
  package typealias Origin = CalendarReport.Origin

  private let calendar: MaintenanceCalendar
  private let emergency: [MaintenanceTask]
  private let signOff: [Tier: [String]]
  private let pages: [RunbookPage]
  private let origin: Origin
  private let zone: Zone

  /// `calendar` of any time: its groups say when tiers are due. `emergency`: the tasks that never are. `signOff`: the roles
  /// that have to sign for each run of a tier. `pages` in the order in which they are to stand.
  package init(
    _ calendar: MaintenanceCalendar, emergency: [MaintenanceTask], signOff: [Tier: [String]], pages: [RunbookPage],
    origin: Origin, zone: Zone
  ) {
    self.calendar = calendar
    self.emergency = emergency
    self.signOff = signOff
    self.pages = pages
    self.origin = origin
    self.zone = zone
  }

  /// The whole: the schedule, then each runbook.
  package var whole: String {
    var text = MarkdownText()
    text.heading("Maintenance of \(origin.host)", level: 1)
    text.paragraph(madeBy)
    addSchedule(to: &text)
    text.heading("Runbooks", level: 2)
    text.list(
      pages.map { page in
        let description = page.runbook.description.map { ": \(MarkdownText.escaped($0))" } ?? ""
        return Self.link(to: page.runbook.name) + description
      })
    for page in pages { page.add(to: &text, level: 3, times: times) }
    return text.text
  }

  /// The runbooks alone.
  package var runbooks: String {
    var text = MarkdownText()
    for page in pages { page.add(to: &text, level: 1, times: times) }
    text.paragraph(madeBy)
    return text.text
  }

  private var madeBy: String {
    "*Made by maint \(origin.version) at \(zone.minute(origin.madeAt)) from "
      + "\(MarkdownText.code(origin.project)), with what the run log of this host knew by then.*"
  }

  /// When each task is due, in words.
  private var times: [TaskName: String] {
    let words = CalendarWords(calendar: calendar)
    let due = calendar.groups.flatMap { group in group.members.map { ($0.task.name, words.when(group)) } }
    return Dictionary(due + emergency.map { ($0.name, "only when asked") }) { first, _ in first }
  }

  private func addSchedule(to text: inout MarkdownText) {
    text.heading("Schedule", level: 2)
    let words = CalendarWords(calendar: calendar)
    for group in calendar.groups {
      text.heading(group.name, level: 3)
      text.paragraph("\(MarkdownText.escaped(words.when(group)).uppercasedFirst); \(words.amount(group)).")
      addSignOff(of: group.tier, to: &text)
      add(group.members.map { ($0.task, $0.estimate) }, to: &text)
    }
    guard !emergency.isEmpty else { return }
    text.heading(Tier.emergency.rawValue, level: 3)
    text.paragraph("Only when asked.")
    addSignOff(of: .emergency, to: &text)
    add(emergency.map { ($0, nil) }, to: &text)
  }

  private func addSignOff(of tier: Tier, to text: inout MarkdownText) {
    guard let roles = signOff[tier], !roles.isEmpty else { return }
    text.paragraph(
      "Each run is signed for when it is over, by \(RunbookPage.codes(roles)): \(MarkdownText.code("maint signoff")).")
  }

  private func add(_ tasks: [(task: MaintenanceTask, estimate: Estimate?)], to text: inout MarkdownText) {
    text.table(
      ["task", "runbook", "after", "takes"],
      tasks.map { task, estimate in
        [
          MarkdownText.code(task.name.name), Self.link(to: task.runbook),
          RunbookPage.codes(task.needs.map { "\($0.task)" }), estimate.map { "\(HumanDuration($0.median))" } ?? "",
        ]
      })
  }

  private static func link(to runbook: String) -> String {
    "[\(MarkdownText.escaped(runbook))](#\(runbook.lowercased()))"
  }
}

extension String {
  fileprivate var uppercasedFirst: String { prefix(1).uppercased() + dropFirst() }
}
