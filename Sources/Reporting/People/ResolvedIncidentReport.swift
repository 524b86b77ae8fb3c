import RunLog

/// What `maint incident resolve` ends with: that the incident is over, and what is not over with it.
package struct ResolvedIncidentReport: Sendable {
  private let number: Int
  private let doubts: [TaskInDoubt]
  private let failures: [String]
  private let command: CommandText

  /// `doubts`: what needs a human in its runs. `failures`: what else has not succeeded since, in words.
  package init(_ number: Int, doubts: [TaskInDoubt], failures: [String] = [], command: CommandText) {
    (self.number, self.doubts, self.failures, self.command) = (number, doubts, failures, command)
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
    return appearance.render([over] + failing + (rest.isEmpty ? [] : [StyledText(heading, .alarm)] + rest))
  }
}
