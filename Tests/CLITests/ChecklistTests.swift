import Foundation
import Testing

/// `maint checklist`: what it counts, what it writes, and what it leaves alone.
@Suite struct ChecklistTests {
  private static let text = """
    # Adopting\r
    \r
    { } open, {IP} in progress, {X} done\r
    ## Backups
    - {X} Agree on times\r
      * {IP} Dump it \t
    - { } Restore it (maint: daily.good)

    ```
    - { } no item
    ```
    ## Nights
    1. { } Say who is called
    """

  let maint: Maint

  init() throws {
    maint = try Maint()
    try maint.runbook("good", "precheck: [':']\n").runbook("none", "precheck: [{run: exit 1, on_failure: skip}]\n")
    try maint.runbook("bad", "precheck: ['exit 1']\n")
    try maint.schedule(
      """
      maintenance_schedule:
        daily: [good]
        weekly: [none, bad]
        emergency: [{task: once, runbook: good}]
      """)
    try maint.file("list.md", Self.text)
  }

  private var list: String { "project/list.md" }

  private func status(_ name: String) -> stat {
    var status = stat()
    lstat("\(maint.project)/\(name)", &status)
    return status
  }

  /// Of an item, by its number.
  private func isComplete(_ item: String) throws -> Bool? {
    let sections = try #require(try maint.json("checklist", list)["sections"] as? [[String: Any]])
    let items = sections.flatMap { $0["list"] as? [[String: Any]] ?? [] }
    return items.first { $0["item"] as? String == item }?["is_complete"] as? Bool
  }

  @Test func progressAsATable() throws {
    try maint.run("checklist", list).expect(
      exit: 0,
      out: """
        | Section   | Progress                 | Notes |
        | --------- | ------------------------ | ----- |
        | Backups   | 1/3 (33%), 1 in progress |       |
        | Nights    | 0/1 (0%)                 |       |
        | **Total** | 1/4 (25%), 1 in progress |       |
        """, err: "")
    #expect(maint.text("list.md") == Self.text && !maint.exists(maint.state))
    try maint.run("checklist", "-", input: "\(maint.project)/list.md").expect(exit: 0).shows("1/4 (25%)")
  }

  @Test func eachItemWithItsNumber() throws {
    try maint.run("run", "daily", "--quiet").expect(exit: 0)
    let ended = try maint.run("checklist", list, "-v")
    ended.expect(exit: 0).shows(
      "\n1. Backups\n✓ 1.1  {X}  Agree on times\n  1.2  {IP}  Dump it\n✓ 1.3  { }  Restore it (maint: daily.good)\n",
      "       daily.good: succeeded ", "\n2. Nights\n  2.1  { }  Say who is called\n")
    let json = try maint.json("checklist", list)
    #expect(json["file"] as? String == list && json["is_complete"] as? Bool == false)
    #expect([json["items"], json["done"], json["in_progress"]].map { $0 as? Int } == [4, 2, 1])
    let sections = try #require(json["sections"] as? [[String: Any]])
    #expect(sections.map { $0["title"] as? String } == ["Backups", "Nights"])
    let items = try #require(sections[0]["list"] as? [[String: Any]])
    #expect(items.map { $0["line"] as? Int } == [5, 6, 7] && items.map { $0["marker"] as? String }[1] == "{IP}")
    let task = try #require((items[2]["tasks"] as? [[String: Any]])?.first)
    #expect(
      task["task"] as? String == "daily.good" && task["counts"] as? Bool == true && task["last_success"] is String)
  }

  @Test(arguments: [
    (["done", "2.1"], "2.1  {X}  Say who is called", "1. { } Say", "1. {X} Say"),
    (["start", "WHO IS  called"], "2.1  {IP}  Say who is called", "1. { } Say", "1. {IP} Say"),
    (["undo", "1.2"], "1.2  { }  Dump it", "* {IP} Dump", "* { } Dump"),
    (["done", "1.1"], "1.1  {X}  Agree on times\n       as it was before", "", ""),
  ])
  func oneMarkerChanges(words: [String], out: String, old: String, new: String) throws {
    // Neither is needed for it.
    try maint.remove("schedules/main.yaml")
    let before = status("list.md")
    try maint.run("checklist", words[0], list, words[1]).expect(exit: 0, out: out, err: "")
    #expect(maint.text("list.md") == (old.isEmpty ? Self.text : Self.text.replacing(old, with: new)))
    #expect((status("list.md").st_ino == before.st_ino) == old.isEmpty)
  }

  @Test func linkModeAndOwnerAreKept() throws {
    chmod("\(maint.project)/list.md", 0o640)
    if geteuid() == 0 { chown("\(maint.project)/list.md", 0, 65534) }
    #expect(symlink("list.md", "\(maint.project)/link.md") == 0)
    let before = status("list.md")
    try maint.run("checklist", "done", "project/link.md", "2.1").expect(exit: 0)
    let after = status("list.md")
    #expect(status("link.md").st_mode & S_IFMT == S_IFLNK && maint.text("list.md")?.contains("{X} Say") == true)
    #expect(after.st_mode == before.st_mode && after.st_gid == before.st_gid && after.st_ino != before.st_ino)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: maint.project).sorted() == [
        "link.md", "list.md", "runbooks", "schedules",
      ])
  }

  @Test(.enabled(if: access("/usr/bin/faketime", X_OK) == 0, "faketime is not installed here"))
  func aSuccessCountsInItsPeriodAndNotInTheNext() throws {
    maint.setClock("2026-11-21 23:30:00")
    #expect(try isComplete("1.3") == false)
    try maint.run("run", "daily.good", "--quiet").expect(exit: 0)
    #expect(try isComplete("1.3") == true)
    maint.setClock("2026-11-21 23:59:00")
    #expect(try isComplete("1.3") == true)
    try maint.run("checklist", list, "--check").expect(exit: 1)
    maint.setClock("2026-11-22 00:01:00")
    #expect(try isComplete("1.3") == false)
    try maint.run("checklist", list, "-v").shows("daily.good: no success in this period; the last was 2026-11-21 23:30")
    // The clock was set back: that day has its success.
    maint.setClock("2026-11-21 23:45:00")
    #expect(try isComplete("1.3") == true)
    maint.setClock("2026-11-20 12:00:00")
    #expect(try isComplete("1.3") == false)
  }

  /// Whoever ticked nothing, as the task did it, has to know why it is open again.
  @Test func aSuccessThatWasTakenBack() throws {
    let data = "\(maint.project)/data"
    try maint.runbook("good", "backup: [{path: \(data)}]\nchange: ['echo new > \(data)']\n")
    try maint.file("data", "old\n")
    try maint.run("run", "daily.good", "--quiet").expect(exit: 0)
    #expect(try isComplete("1.3") == true)
    try maint.run("rollback", "1").expect(exit: 0)
    #expect(try isComplete("1.3") == false && maint.text("data") == "old\n")
    let ended = try maint.run("checklist", list, "-v").expect(exit: 0)
    ended.shows(
      "\n  1.3  { }  Restore it (maint: daily.good)\n", ": the success of run 1 was taken back: ", ", by run 2\n")
    try maint.run("run", "daily.good", "--quiet").expect(exit: 0)
    try maint.run("checklist", list, "-v").expect(exit: 0).shows("       daily.good: succeeded ")
  }

  /// Each makes its change of what the one before it has left.
  @Test func manyAtOnce() throws {
    let count = 30
    try maint.file("many.md", "# A\n" + (1...count).map { "- { } item \($0)\n" }.joined())
    let running = try (1...count).map { try maint.start("checklist", "done", "project/many.md", "1.\($0)") }
    for ended in running { ended.wait().expect(exit: 0, err: "") }
    #expect(maint.text("many.md") == "# A\n" + (1...count).map { "- {X} item \($0)\n" }.joined())
  }

  @Test func skippedTasksEmergenciesAndFailures() throws {
    try maint.file(
      "list.md",
      "- { } a (maint: none)\n- { } b (maint: emergency.once)\n- { } c (maint: bad)\n- { } d (maint: none, maint: bad)\n"
    )
    for item in ["1.1", "1.2", "1.3", "1.4"] { #expect(try isComplete(item) == false) }
    try maint.run("run", "weekly", "emergency.once", "--quiet").expect(exit: 1)
    #expect(try isComplete("1.1") == true && isComplete("1.2") == true)
    #expect(try isComplete("1.3") == false && isComplete("1.4") == false)
    try maint.run("checklist", list, "--check").expect(exit: 1)
    try maint.run("checklist", "done", list, "1.3").expect(exit: 0)
    try maint.run("checklist", "done", list, "1.4", "--check").expect(exit: 0).shows("1.4  {X}", "4/4 (100%)")
    try maint.run("checklist", list, "--check").expect(exit: 0)
  }

  @Test func theTableIsWrittenAnew() throws {
    let heading = "| Section | Progress | Notes |\n| --- | --- | --- |\n"
    let old = "\(heading)| Nights | ? | by May |\n"
    try maint.file("list.md", old + Self.text)
    try maint.run("checklist", "done", list, "2.1", "--fix-table").expect(
      exit: 0,
      out: """
        2.1  {X}  Say who is called
        | Section   | Progress                 | Notes  |
        | --------- | ------------------------ | ------ |
        | Backups   | 1/3 (33%), 1 in progress |        |
        | Nights    | 1/1 (100%)               | by May |
        | **Total** | 2/4 (50%), 1 in progress |        |
        """)
    let table = try maint.run("checklist", list).out
    #expect(maint.text("list.md") == table + Self.text.replacing("1. { }", with: "1. {X}"))
    let before = status("list.md")
    try maint.run("checklist", list, "--fix-table").expect(exit: 0, out: table, err: "")
    #expect(status("list.md").st_ino == before.st_ino)
    // A note is never lost.
    let renamed = (maint.text("list.md") ?? "").replacing("## Nights", with: "## Days")
    try maint.file("list.md", renamed)
    try maint.run("checklist", list).expect(exit: 0).shows(
      "warning: no section with items is called 'Nights' [stray-note]")
    try maint.run("checklist", list, "--fix-table").expect(exit: 65, out: "").shows("a note would be lost")
    #expect(maint.text("list.md") == renamed)
    try maint.file("list.md", Self.text).run("checklist", list, "--fix-table").expect(exit: 65, out: "").shows(
      "project/list.md has no table of its progress", "'| Section | Progress | Notes |'")
    #expect(maint.text("list.md") == Self.text)
  }

  @Test func slipsArePointedAtAndNothingIsWritten() throws {
    let text = Self.text.replacing("1. { }", with: "1. {x}").replacing("daily.good", with: "daily.goood")
    try maint.file("list.md", text)
    let shown = "project/list.md:13:4: error: '{x}' is no marker [bad-marker]"
    try maint.run("checklist", list).expect(exit: 65, out: "").shows(shown, "hint: did you mean '{X}'?")
    try maint.run("checklist", "done", list, "1.2").expect(exit: 65, out: "").shows(shown, "was counted or changed")
    #expect(maint.text("list.md") == text)
    let named = Self.text.replacing("daily.good", with: "daily.goood")
    try maint.file("list.md", named).run("checklist", list).expect(exit: 65, out: "").shows(
      "project/list.md:7:26: error: the tier 'daily' has no task 'goood' [missing-task]", "did you mean 'daily.good'?")
    try maint.file("list.md", "- { } a (maint: daily)\n").run("checklist", list).expect(exit: 65).shows(
      "'daily' is no task")
    try maint.schedule("maintenance_schedule: [").run("checklist", list).expect(exit: 65, out: "")
    try maint.file("list.md", "no item\n").run("checklist", list).expect(exit: 65, out: "").shows("[no-items]")
  }

  /// The marker is one thing, the task another: what the item counts as now is told with it.
  @Test func itemsThatNameTasksAreToldApart() throws {
    let whatever =
      "1.3  {X}  Restore it (maint: daily.good)\n       complete whatever becomes of daily.good; undo leaves it to the task"
    try maint.run("checklist", "done", list, "1.3").expect(exit: 0, out: whatever)
    try maint.run("checklist", "undo", list, "1.3").expect(exit: 0).shows(
      "1.3  { }", "       complete for as long as daily.good has succeeded in the current period\n")
    try maint.file("list.md", "- { } a (maint: none, maint: bad)\n").run("checklist", "start", list, "1.1").expect(
      exit: 0
    )
    .shows("complete for as long as none and bad have succeeded")
  }

  @Test func aWarningIsToldOnce() throws {
    let heading = "| Section | Progress | Notes |\n| --- | --- | --- |\n\n"
    try maint.file("list.md", heading + Self.text + "\n- {X}: restored\n")
    for words in [[], ["--fix-table"], ["-v"]] {
      let ended = try maint.start(
        ["checklist"] + (words.isEmpty ? ["done"] : []) + [list] + (words.isEmpty ? ["1.2"] : words)
      )
      .wait()
      ended.expect(exit: 0)
      #expect(ended.err.components(separatedBy: "[hidden-item]").count == 2, "\(ended.err)")
    }
  }

  @Test func itemsAndFilesThatAreNotThere() throws {
    try maint.run("checklist", "done", list, "1").expect(exit: 66).shows(
      "that is a section, whose items are 1.1 to 1.3")
    try maint.run("checklist", "done", list, "nights").expect(exit: 66).shows("a section, whose item is 2.1")
    try maint.run("checklist", "done", list, "1.9").expect(exit: 66, out: "").shows("section 1 goes up to 1.3")
    try maint.run("checklist", "done", list, "whom to call").expect(exit: 66).shows("no item has 'whom to call'")
    try maint.run("checklist", "done", list, "it").expect(exit: 64).shows(
      "'it' could be 2 items", "1.2 'Dump it', 1.3 'Re")
    try maint.run("checklist", "done", "2.1", list).expect(exit: 66).shows("checklist done FILE ITEM")
    try maint.run("checklist", "nowhere.md").expect(exit: 66).shows("nowhere.md: error: no such file")
    try maint.run("checklist", "project").expect(exit: 65).shows("this is a folder")
    try maint.run("checklist", "done", "-", "1.1", input: "\(maint.project)/list.md").expect(exit: 64)
    try maint.run("checklist", "-", "--fix-table", input: "\(maint.project)/list.md").expect(exit: 64)
    maint.globals = ["-C", "nowhere"]
    try maint.run("checklist", list).expect(exit: 66).shows("[project-not-found]")
    #expect(maint.text("list.md") == Self.text)
  }

  @Test func bytesThatAreNoTextAreNotRewritten() throws {
    let table = "| Section | Progress | Notes |\n| --- | --- | --- |\n| Nights | ? | caf"
    let bytes = Array((Self.text + "\n\n" + table).utf8) + [0xE9] + Array(" |\n".utf8)
    let path = "\(maint.project)/list.md"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    try maint.run("checklist", list, "--fix-table").expect(exit: 65, out: "").shows("line 17 is not UTF-8", "iconv")
    #expect(try Array(Data(contentsOf: URL(fileURLWithPath: path))) == bytes)
    try maint.run("checklist", "done", list, "2.1").expect(exit: 0)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)).contains(0xE9))
  }

  @Test func whatMayNotBeWrittenIsAsItWas() throws {
    chmod("\(maint.project)/list.md", 0o444)
    try maint.run("checklist", "done", list, "2.1").expect(exit: 74, out: "").shows(
      "could not be written and is as it was")
    chmod("\(maint.project)/list.md", 0o644)
    #expect(link("\(maint.project)/list.md", "\(maint.project)/second") == 0)
    let linked = try maint.run("checklist", "done", list, "2.1")
    linked.expect(exit: 74, out: "").shows("it has another name")
    #expect(!linked.err.contains("fmt") && maint.text("list.md") == Self.text)
  }

  @Test(.enabled(if: geteuid() == 0, "root alone trusts root alone"))
  func rootWritesOnlyWhereNobodyElseDoes() throws {
    mkdir("\(maint.project)/open", 0o777)
    chmod("\(maint.project)/open", 0o777)
    try maint.file("open/list.md", Self.text)
    try maint.run("checklist", "done", "project/open/list.md", "2.1").expect(exit: 77, out: "").shows("chmod go-w")
    #expect(maint.text("open/list.md") == Self.text)
    try maint.run("checklist", "project/open/list.md").expect(exit: 0)
  }

  @Test func whatTheFileSaysDoesNotReachTheTerminal() throws {
    try maint.file("list.md", "## A \u{1B}[2J\n- { } b \u{7}c\n")
    let ended = try maint.run("checklist", list, "-v")
    #expect(ended.exit == 0 && !ended.outputBytes.contains(0x1B) && !ended.outputBytes.contains(0x07))
    try maint.run("checklist", "done", list, "1.1").expect(exit: 0, out: "1.1  {X}  b ␇c")
    #expect(maint.text("list.md") == "## A \u{1B}[2J\n- {X} b \u{7}c\n")
  }

  /// The marker is changed, and who changed it hears what keeps the list from being counted.
  @Test func itemsThatNameNoTask() throws {
    try maint.file("list.md", "## Backups\n- { } Restore it (maint: daily.goood)\n")
    let hint = "name a task that is there, or leave '(maint: …)' out of the item"
    try maint.run("checklist", list).expect(exit: 65, out: "").shows(": error: ", "[missing-task]", hint)
    try maint.run("checklist", "done", list, "1.1").expect(exit: 0).shows("{X}", ": warning: ", "[missing-task]", hint)
    #expect(maint.text("list.md")?.contains("\n- {X} Restore") == true)
    // Without a project there is nothing to compare with.
    maint.globals = ["-C", "nowhere", "--state", "state"]
    try maint.run("checklist", "undo", list, "1.1").expect(exit: 0, err: "")
  }
}
