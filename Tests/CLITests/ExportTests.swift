import Foundation
import TestSupport
import Testing

/// Runs in the forms of others: reports of tests, traces.
@Suite struct ExportTests {
  private let maint: Maint

  init() throws {
    maint = try Maint()
    try maint.runbook("good", "precheck: ['echo \"look <here>\" >> \"$MAINT_WARNINGS\"']")
    try maint.runbook(
      "bad",
      """
      params: {where: {default: "<a> & \\"b\\""}}
      change:
        - name: "it's <done> & \\"that\\""
          run: printf 'first\\n\\033[2J]]> & <last>\\000\\n'; exit 4
      rollback: [':']
      """)
    try maint.runbook("never", "precheck: [{run: 'false', on_failure: skip}]")
    let second = "echo x >> \"$MAINT_PROJECT/tries\"; test \"$(wc -l < \"$MAINT_PROJECT/tries\")\" -gt 1"
    try maint.runbook("tries", "precheck: [{run: '\(second)', retries: 2, delay: 1ms}]")
    try maint.runbook("stuck", "change: [exit 5]\nrollback: [exit 6]")
    try maint.daily("good", "bad", "{task: after, runbook: good, needs: [bad]}", "never", "tries", "stuck")
  }

  /// Of an XML that xmllint takes, its cases: class, name, then the element of the outcome, its type and message.
  private func cases(_ ended: Ended) throws -> [[String]] {
    let script = """
      import json, sys, xml.etree.ElementTree as tree
      cases = []
      for suite in tree.fromstring(sys.stdin.buffer.read()):
          found = suite.findall('testcase')
          kinds = [child.tag for case in found for child in case]
          assert [len(found), kinds.count('failure'), kinds.count('error'), kinds.count('skipped')] == [
              int(suite.get(name)) for name in ('tests', 'failures', 'errors', 'skipped')]
          for case in found:
              cases.append([suite.get('name'), case.get('classname'), case.get('name')])
              for child in case:
                  cases[-1] += [child.tag, child.get('type') or '', child.get('message') or '', child.text or '']
      print(json.dumps(cases))
      """
    let found = try PythonScript.run(["-c", script], input: Data(ended.outputBytes), errorsToo: true)
    return try #require(
      try? JSONSerialization.jsonObject(with: found.output) as? [[String]],
      "\(String(decoding: found.output, as: UTF8.self))")
  }

  private func expectValid(_ ended: Ended) throws {
    let lint = "/usr/bin/xmllint"
    guard access(lint, X_OK) == 0 else { return print("not tested: \(lint) is not installed") }
    let file = "\(maint.folder)/report.xml"
    try Data(ended.outputBytes).write(to: URL(fileURLWithPath: file))
    let checked = try Running(
      [lint, "--noout", "--schema", PythonScript.reference("junit.xsd"), file], environment: [:], in: maint.folder,
      input: "/dev/null"
    ).wait()
    #expect(checked.exit == 0, "\(checked.err)\n\(ended.out)")
  }

  @Test func runsAreReportsOfTests() throws {
    let empty = try maint.run("log", "--format", "junit").expect(exit: 0, err: "")
    try expectValid(empty)
    #expect(try cases(empty).isEmpty)
    try maint.run("run", "daily", "--quiet").expect(exit: 2)
    let ended = try maint.run("log", "--format", "junit").expect(exit: 0, err: "")
    try expectValid(ended)
    let found = try cases(ended)
    let named = ["run 1: daily", "maint.daily"]
    try #require(found.count == 6)
    #expect(found[0] == named + ["good", "system-out", "", "", "warning of \(Self.warning): look <here>"])
    #expect(
      found[1] == named + [
        "bad", "failure", "rolled_back", "change step 'it's <done> & \"that\"' exited with 4",
        "change 1, it's <done> & \"that\": exited with 4\nfirst\n␛[2J]]> & <last>␀",
      ], "\(found[1])")
    #expect(found[2][2...4] == ["after", "skipped", ""])
    #expect(found[3][2...3] == ["never", "skipped"])
    #expect(found[4] == named + ["tries"])
    #expect(found[5][2...4] == ["stuck", "error", "rollback_failed"])
    try maint.run("run", "daily.good", "--quiet").expect(exit: 0)
    let last = try maint.run("log", "--format", "junit", "--limit", "1")
    #expect(try cases(last).map { $0[0] } == ["run 2: daily.good"])
    try maint.run("log", "--format", "junit", "--json").expect(exit: 64)
  }

  private static let warning = "echo \"look <here>\" >> \"$MAINT_WARNINGS\""

  /// While it is under way, and after its maint was killed.
  @Test func whatIsNotOverIsSaidSo() throws {
    try maint.runbook("waits", "change: ['sleep 60']\nrollback: [':']").daily("waits", "good")
    let running = try maint.start("run", "daily", "--quiet")
    #expect(eventually { (try? maint.run("status").out.contains("waits: sleep 60")) ?? false })
    let now = try cases(try maint.run("log", "--format", "junit"))
    #expect(now.map { $0[3...5] } == [["skipped", "", "still running"], ["skipped", "", "not started yet"]])
    let spans = try spans("export")
    let open = try #require(spans.first { $0["name"] as? String == "daily.waits" })
    #expect((open["attributes"] as? [String: Any])?["maint.end_known"] as? Bool == false)
    #expect((open["status"] as? [String: Any])?.isEmpty == true)
    running.signal(SIGKILL)
    running.wait()
    let ended = try maint.run("log", "--format", "junit")
    try expectValid(ended)
    #expect(try cases(ended).map { $0[3] } == ["error", "skipped"])
    for pid in maint.processes { kill(pid, SIGKILL) }
  }

  private func spans(_ words: String...) throws -> [[String: Any]] {
    let ended = try maint.start(words).wait().expect(exit: 0, err: "")
    let found = try PythonScript.run(
      [PythonScript.reference("otlp-spans")], input: Data(ended.outputBytes), errorsToo: true)
    return try #require(
      try? JSONSerialization.jsonObject(with: found.output) as? [[String: Any]],
      "\(String(decoding: found.output, as: UTF8.self))")
  }

  @Test func aRunIsATrace() throws {
    try maint.run("run", "daily", "--quiet").expect(exit: 2)
    let first = try maint.run("export").expect(exit: 0, err: "")
    #expect(first.outputBytes == (try maint.run("export", "1", "--format", "otlp-json")).outputBytes)
    let spans = try spans("export")
    let names = spans.map { "\($0["parent"] as? String ?? "-") > \($0["name"] as? String ?? "")" }
    #expect(names[0] == "- > run daily" && names[1] == "run daily > daily.good")
    let tries = names.filter { $0.hasPrefix("echo x >>") }
    #expect(tries.map { String($0.suffix(9)) } == ["attempt 1", "attempt 2"], "\(names)")
    func span(_ name: String) throws -> (attributes: [String: Any], status: [String: Any], events: [[String: Any]]) {
      let span = try #require(spans.first { ($0["name"] as? String)?.hasPrefix(name) == true }, "\(names)")
      return (
        span["attributes"] as? [String: Any] ?? [:], span["status"] as? [String: Any] ?? [:],
        span["events"] as? [[String: Any]] ?? []
      )
    }
    #expect(try span("run daily").attributes["process.exit.code"] as? Int == 2)
    #expect(try span("run daily").attributes["process.command_args"] as? [String] == ["maint"] + Self.typed)
    #expect(try span("daily.bad").attributes["maint.parameter.where"] as? String == "<a> & \"b\"")
    #expect(try span("daily.bad").status["code"] as? Int == 2)
    #expect(try span("daily.good").status["code"] as? Int == 1)
    #expect(try span("daily.never").status["code"] == nil)
    #expect(try span("it's <done>").attributes["process.exit.code"] as? Int == 4)
    #expect(try span("echo x >>").events.map { $0["name"] as? String } == ["retry"])
    try maint.run("export", "7").expect(exit: 66)
  }

  @Test func warningsOfAStepThatFailedAreCounted() throws {
    let metrics = "for i in 1 2; do echo \"bad line $i\" >> \"$MAINT_METRICS\"; done"
    try maint.runbook("warns", "precheck: ['\(metrics)', '\(metrics); false']").daily("warns")
    try maint.run("run", "daily", "--quiet").expect(exit: 1)
    let task = try #require(spans("export").first { $0["name"] as? String == "daily.warns" })
    #expect((task["attributes"] as? [String: Any])?["maint.warnings"] as? Int == 2)
  }

  /// A crash of the host, and another maint that takes the run up after it: whoever has the trace finds its spans again.
  @Test func aRecoveryInAnotherBootKeepsTheIDs() throws {
    try maint.runbook("waits", "change: [{run: 'touch \"$MAINT_PROJECT/begun\"; sleep 60', undo: ':'}]").daily("waits")
    let running = try maint.start("run", "daily", "--quiet")
    try #require(eventually { maint.exists("\(maint.project)/begun") })
    running.signal(SIGKILL)
    running.wait()
    for pid in maint.processes { kill(pid, SIGKILL) }
    let changed = try Running(
      ["/usr/bin/sqlite3", maint.database, "UPDATE run SET boot_id = '11111111-2222-4333-8444-555555555555'"],
      environment: maint.environment, in: maint.folder, input: "/dev/null"
    ).wait()
    #expect(changed.exit == 0, "\(changed.err)")
    func ids() throws -> [String] {
      try spans("export").map { "\($0["name"] ?? "") \($0["traceId"] ?? "") \($0["spanId"] ?? "")" }
    }
    let before = try ids()
    try maint.run("recover", "--quiet").expect(exit: 0)
    #expect(try maint.json("show")["boot_id"] as? String != "11111111-2222-4333-8444-555555555555")
    let after = try ids()
    #expect(before.count > 2 && Array(after.prefix(before.count)) == before)
  }

  private static let typed = ["-C", "project", "--state", "state", "run", "daily", "--quiet"]

  @Test func aRunThatTakesAnotherBackIsLinkedToIt() throws {
    try maint.runbook("change", "change: [{run: ':', undo: ':'}]").daily("change")
    try maint.run("run", "daily", "--quiet").expect(exit: 0)
    try maint.run("rollback", "1").expect(exit: 0)
    let (other, back) = (try spans("export", "1")[0], try spans("export", "2")[0])
    let link = try #require((back["links"] as? [[String: Any]])?.first)
    #expect(link["traceId"] as? String == other["traceId"] as? String)
    #expect(link["spanId"] as? String == other["spanId"] as? String)
    #expect(other["traceId"] as? String != back["traceId"] as? String)
    #expect((link["attributes"] as? [String: Any])?["maint.link"] as? String == "rolls_back")
  }
}
