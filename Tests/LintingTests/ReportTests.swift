import Testing

/// Variables that earlier steps report through `$MAINT_ENV`, and those of one step or stage.
@Suite struct ReportTests {
  @Test(arguments: [
    "echo \"x=$HOME\" >> \"$MAINT_ENV\"",
    "echo x=1 >> $MAINT_ENV",
    "printf 'x=%s\\n' \"$HOME\" >> \"$MAINT_ENV\"",
    "printf 'y=1\\nx=%s\\n' 2 >> \"$MAINT_ENV\"",
    "printf '%s\\n' y=1 \"x=$HOME\" >> \"$MAINT_ENV\"",
    "{ echo y=1; echo x=2; } >> \"$MAINT_ENV\"",
    "(cd /; if true; then echo x=2; fi) > \"${MAINT_ENV}\"",
    "cat >> \"$MAINT_ENV\" <<END\ny=1\nx=$HOME\nEND",
    "say() { echo \"$*\"; }\nsay \"x=$HOME\" >> \"$MAINT_ENV\"",
    "for i in 1 2; do echo \"x=$i\"; done >> \"$MAINT_ENV\"",
  ]) func namesThatCanBeRead(report: String) {
    let lines = report.split(separator: "\n").map { "      \($0)\n" }.joined()
    expectWarnings(
      "precheck:\n  - run: |\n\(lines)  - echo \"$x\"\n  - echo \"«1»$z\"\n", .unknownVariable, count: 1)
  }

  @Test(arguments: [
    "env | grep ^A >> \"$MAINT_ENV\"", "cat file >> \"$MAINT_ENV\"", "echo x=1 | tee -a \"$MAINT_ENV\"",
    "out=$MAINT_ENV; echo x=1 >> \"$out\"", "my-program \"$MAINT_ENV\"", "echo \"$HOME=1\" >> \"$MAINT_ENV\"",
    "{ my-program; } >> \"$MAINT_ENV\"", "printf '%s=%s\\n' x 1 >> \"$MAINT_ENV\"",
    "cp \"$MAINT_ENV\" x; echo y=1 >> \"$MAINT_ENV\"", "sed s/a/b/ x >> \"$MAINT_ENV\"",
  ]) func otherNamesMayBeAnything(report: String) {
    expectWarnings("precheck:\n  - run: |\n      \(report)\n  - echo \"$x $z\"\n", .unknownVariable, count: 0)
  }

  @Test func aReportReachesOnlyLaterSteps() {
    expectWarnings(
      """
      precheck:
        - echo "«1»$x"
        - echo x=1 >> "$MAINT_ENV"; echo "«2»$x"
        - echo "$x"
      change:
        - run: echo "$x $y"
          if: test -n "«3»$z"
          undo: echo "$x $y"
          env: {y: "1"}
        - run: echo "$x «4»$y"
          undo: echo z=1 >> "$MAINT_ENV"
      verify: ["echo «5»$z"]
      rollback: ["echo $x $z"]
      cleanup: ["echo $x $z"]

      """, .unknownVariable, count: 5)
  }

  @Test func anUnreadableReportSilencesOnlyLaterSteps() {
    expectWarnings(
      "precheck:\n  - echo \"«1»$x\"\n  - my-program > \"$MAINT_ENV\"; echo \"«2»$x\"\n  - echo $x\n", .unknownVariable,
      count: 2)
  }

  @Test func whatOnlySomeTextsHave() {
    expectWarnings(
      """
      params: {p: {default: x}}
      secrets:
        s: {command: 'echo $HOME «1»$p'}
        t: {file: /t}
      precheck:
        - echo $p $s $t «2»$MAINT_OUTCOME
      rollback: [echo $MAINT_OUTCOME $MAINT_FAILED_STEP]
      cleanup: [echo $MAINT_OUTCOME $MAINT_FAILED_STEP]

      """, .unknownVariable, count: 2)
  }

  @Test func theHintTellsWhatToDo() throws {
    func hint(_ runbook: String) -> String? { LintedProject(runbooks: ["main": runbook]).warnings().last?.hint }
    #expect(hint("params: {source: {default: x}}\nprecheck: [echo $source $sourc]\n") == "did you mean '$source'?")
    #expect(hint("precheck: [echo $MAINT_STAT]\n") == "did you mean '$MAINT_STATE'?")
    #expect(hint("precheck: [echo $RANDOM]\n") == "it is a variable of bash: give the step shell: bash")
    #expect(hint("precheck: [echo $MAINT_OUTCOME]\n") == "only the steps of rollback and cleanup have it")
    #expect(try #require(hint("precheck: [echo $colour]\n")).hasPrefix("add it to params:, set it in the step"))
  }
}
