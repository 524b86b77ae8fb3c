import Foundation
import Testing

/// `maint check` for programs: JSON, SARIF, workflow commands, and --strict.
@Suite struct CheckFormatTests {
  let maint: Maint

  init() throws {
    maint = try Maint()
    try maint.runbook("good", "precheck: [':']")
    try maint.daily("good")
  }

  @Test func everyFormatOfAProjectWithAMistake() throws {
    try maint.schedule("maintenance_schedule:\n  daily:\n    - good\n    - {task: good, tiemout: 1h}\n")
    try maint.run("check", "--format", "text").expect(exit: 65).shows("[unknown-key]", "✗ 2 errors in 1 file")
    try maint.run("check", "--format", "github").expect(
      exit: 65,
      out: """
        ::error file=project/schedules/main.yaml,line=4,endLine=4,col=14,endColumn=18,title=duplicate-name::\
        the task 'daily.good' is defined twice%0Aproject/schedules/main.yaml:3:7: first defined here%0A\
        hint: keep one of them
        ::error file=project/schedules/main.yaml,line=4,endLine=4,col=20,endColumn=27,title=unknown-key::\
        unknown key 'tiemout'%0Ahint: did you mean 'timeout'?
        ✗ 2 errors in 1 file
        """)
    let json = try maint.json("check")
    let diagnostics = try #require(json["diagnostics"] as? [[String: Any]])
    #expect(
      diagnostics.map { $0["endColumn"] as? Int } == [18, 27] && diagnostics.map { $0["endLine"] as? Int } == [4, 4])
    #expect(try maint.run("check", "--format", "json").outputBytes == maint.run("check", "--json").outputBytes)
    let sarif = try maint.run("check", "--format=sarif").expect(exit: 65)
    let log = try JSONSerialization.jsonObject(with: Data(sarif.outputBytes)) as? [String: Any]
    let results = (log?["runs"] as? [[String: Any]])?.first?["results"] as? [[String: Any]]
    #expect(results?.map { $0["ruleId"] as? String } == ["duplicate-name", "unknown-key"])
    #expect(sarif.errorBytes.isEmpty)
  }

  @Test func aSoundProject() throws {
    try maint.run("check", "--format", "github").expect(exit: 0, out: "✓ 1 task, 1 runbook, no problems")
    try maint.run("check", "--format", "sarif").expect(exit: 0).shows("\"results\": []", "\"rules\": []")
    try maint.run("check", "--strict").expect(exit: 0, out: "✓ 1 task, 1 runbook, no problems")
  }

  @Test func aWarningIsAnErrorWhenItIsAskedFor() throws {
    try maint.file("schedules/more.yml", "")
    try maint.run("check").expect(exit: 0).shows("more.yml: warning: ", "! 1 task, 1 runbook, 1 warning in 1 file")
    try maint.run("check", "--strict").expect(exit: 65).shows(
      "more.yml: error: ", "✗ 1 error in 1 file; warnings count as errors (--strict)")
    let strict = try maint.run("check", "--strict", "--format", "github").expect(exit: 65).out
    #expect(strict.hasPrefix("::error file=project/schedules/more.yml,title=file-ignored::"))
    #expect(
      try maint.run("check", "--json", "--strict").expect(exit: 65).out.contains("\"errors\": 1,\n  \"warnings\": 0"))
  }

  @Test func formatsAreThoseOfTheVerb() throws {
    try maint.run("check", "--format", "dot").expect(exit: 64).shows(
      "--format takes text, json, sarif or github, not 'dot'")
    try maint.run("graph", "daily", "--format", "sarif").expect(exit: 64).shows("--format takes text, mermaid or dot")
    try maint.run("check", "--format", "sraif").expect(exit: 64).shows("did you mean 'sarif'?")
    try maint.run("check", "--format", "json", "--json").expect(exit: 64).shows("exclude each other")
  }

  /// To whoever asked for data a refusal is data too.
  @Test func unsafePermissionsInEveryFormat() throws {
    guard geteuid() == 0 else { return print("not tested: only root is refused unsafe permissions") }
    chmod("\(maint.project)/runbooks/good.yaml", 0o666)
    let json = try maint.run("check", "--json").expect(exit: 77)
    let report = try JSONSerialization.jsonObject(with: Data(json.outputBytes)) as? [String: Any]
    let diagnostics = try #require(report?["diagnostics"] as? [[String: Any]])
    #expect(diagnostics.map { $0["id"] as? String } == ["unsafe-permissions"])
    #expect(diagnostics.first?["hint"] as? String == "chmod go-w \(maint.project)/runbooks/good.yaml")
    json.shows("maint: nothing was read")
    try maint.run("check", "--format", "github").expect(exit: 77).shows(",title=unsafe-permissions::")
    try maint.run("check", "--format", "sarif").expect(exit: 77).shows("\"uri\": \"file:///")
    let text = try maint.run("check").expect(exit: 77)
    #expect(text.outputBytes.isEmpty)
    text.shows("[unsafe-permissions]")
  }

  /// As of a clone that a user with another umask has made.
  @Test func oneCommandMendsManyUnsafeFiles() throws {
    guard geteuid() == 0 else { return print("not tested: only root is refused unsafe permissions") }
    for number in 1...6 { try maint.runbook("extra\(number)", "precheck: [':']\n") }
    for name in try FileManager.default.contentsOfDirectory(atPath: "\(maint.project)/runbooks") {
      chmod("\(maint.project)/runbooks/\(name)", 0o666)
    }
    chmod("\(maint.project)/runbooks", 0o777)
    let text = try maint.run("check").expect(exit: 77)
    let hint = "hint: for all of them: chmod -R go-w /T/project/schedules /T/project/runbooks"
    text.shows("more in schedules and runbooks", hint)
    #expect(text.err.split(separator: "\n").count(where: { $0.contains("error:") }) == 3)
    try maint.start(["check", "--json"]).wait().shows("extra6.yaml")
  }
}
