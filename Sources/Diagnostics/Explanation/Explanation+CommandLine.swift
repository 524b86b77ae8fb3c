/// What is asked for on the command line.
extension Explanation {
  static let unknownTask = Explanation(
    "a target that the project does not have",
    "A target is a tier (daily), a task (daily.log_rotation, or log_rotation where only one tier has it) or a runbook by "
      + "itself (runbook:NAME). Nothing was run, not even the targets that do exist.",
    wrong: .commands("maint plan daily.disk_spaces"),
    right: .commands("maint plan daily.disk_space"))

  static let duplicateParameter = Explanation(
    "a parameter that is given twice",
    "--with gives the same parameter two values. maint does not take the last one in silence; give it once.",
    wrong: .commands("maint plan write_note --with text=one --with text=two"),
    right: .commands("maint plan write_note --with text=two"))

  static let misplacedParameter = Explanation(
    "--with for more than one task",
    "A value on the command line is meant for one runbook, and several tasks were asked for: those of a tier, or several "
      + "targets. Name one task, or write the values into the schedule under with:.",
    wrong: .commands("maint plan daily --with text=hello"),
    right: .commands("maint plan daily.write_note --with text=hello"))
}
