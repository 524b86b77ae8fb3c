import Testing

/// What a newcomer types first.
@Suite struct FirstStepsTests {
  @Test func fromInitToStatus() throws {
    let maint = try Maint()
    maint.globals = ["--state", "state"]
    try maint.run("init", "mine").expect(exit: 0).shows("next: maint -C mine check")
    try maint.run("init", "mine").expect(exit: 74).shows("mine/schedules/daily.yaml")
    maint.globals = ["-C", "mine", "--state", "state"]
    try maint.run("check").expect(exit: 0, out: "✓ 2 tasks, 2 runbooks, no problems", err: "")
    try maint.run("fmt", "--check").expect(exit: 0, out: "", err: "")
    try maint.run("graph", "daily").expect(exit: 0, out: "daily.disk_space\n└─ daily.write_note", err: "")
    try maint.run("run", "daily").expect(
      exit: 0,
      out: """
        TIME Run 1: daily, 2 tasks
          rollback never proven: daily.write_note (maint drill TASK -C /T/mine --state /T/state)
        TIME ▸ daily.disk_space
        TIME ✓ daily.disk_space SPAN
        TIME ▸ daily.write_note
        TIME ✓ daily.write_note SPAN
        TIME ✓ Run 1 (daily) succeeded: 2 tasks in SPAN.
                   Read more: maint show 1 -C /T/mine --state /T/state
        """, err: "")
    try maint.run("status").expect(exit: 0)
    try maint.run("plan", "daily").expect(exit: 0).shows("1 run")
  }
}
