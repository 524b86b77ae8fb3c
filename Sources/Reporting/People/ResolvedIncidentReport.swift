import RunLog

/// What `maint incident resolve` ends with: that the incident is over, and what is not over with it.
package struct ResolvedIncidentReport: Sendable {
  private let number: Int
  private let doubts: [TaskInDoubt]
  private let failures: [String]
  private let openRuns: [Int]
  private let command: CommandText

  /// `doubts`: what needs a human in its runs. `failures`: what else has not succeeded since, in words. `openRuns`: those of its
  /// runs that are not over yet.
  package init(
    _ number: Int, doubts: [TaskInDoubt], failures: [String] = [], openRuns: [Int] = [], command: CommandText
  ) {
    (self.number, self.doubts, self.failures, self.command) = (number, doubts, failures, command)
    self.openRuns = openRuns
  }

  package func text(appearance: Appearance) -> String {
    let over = StyledText("incident \(number) is resolved; \(command("incident report \(number)")) tells all of it")
    let rest = doubts.flatMap { doubt -> [StyledText] in
      let human = HumanCase(doubt, command)
      let what = "  ✗ \(human.task), run \(human.run): \(human.what)"
      return [StyledText(what, .alarm), StyledText("      \(human.toDo)")]
    }
    let heading = "Not over with it: this still NEEDS A HUMAN, and is told as an alarm until somebody is at it"
    let failing = failures.map { StyledText("  ! fails still: \(HarmlessText.words($0))", .caution) }
    let atWork = openRuns.map { StyledText("  ! run \($0) is not over yet: what fails in it is told", .caution) }
    return appearance.render([over] + failing + atWork + (rest.isEmpty ? [] : [StyledText(heading, .alarm)] + rest))
  }
}
