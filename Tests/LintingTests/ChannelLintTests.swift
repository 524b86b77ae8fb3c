import Catalog
import Diagnostics
import Testing

@testable import Linting

/// Channels through which nothing would arrive.
@Suite struct ChannelLintTests {
  private func project(_ channel: String, modes: [String: UInt32] = [:]) -> LintedProject {
    LintedProject(
      runbooks: ["web": "precheck: [':']\n"],
      schedule: """
        maintenance_schedule: {daily: [web]}
        maintenance_coordination:
          channels: {a: \(channel)}
          alerts: {critical: [a], warning: [a], info: none}

        """, modes: modes)
  }

  private func messages(_ channel: String, modes: [String: UInt32] = [:]) -> [String] {
    project(channel, modes: modes).warnings().map { "\($0.severity): \($0.message)" }
  }

  @Test func variablesThatACommandIsNotGiven() {
    let all = ChannelVariable.allCases.map { "\"$\($0.rawValue)\"" }.joined(separator: " ")
    #expect(messages("{kind: command, to: x, run: 'own=1; tell \(all) \"$own\" \"$HOME\" \"${LATER:-}\"'}").isEmpty)
    let project = project("{kind: command, run: 'tell «1»\"$sujbect\" «2»\"$TZ\" «3»\"$WINDOW\"'}")
    let found = project.warnings()
    #expect(
      found.map(\.message)
        == ["sujbect", "TZ", "WINDOW"].map { "nothing gives '\($0)' a value, so the shell ends here" })
    #expect(found.first?.hint == "did you mean '$subject'?")
    #expect(found.last?.hint?.contains("$level") == true)
    // A step has none of them, nor a channel what a step has.
    #expect(messages("{kind: command, run: 'tell \"$MAINT_TASK\"'}").count == 1)
  }

  @Test func theTextIsAmongThoseThatTheShellReads() {
    #expect(project("{kind: command, run: 'if true'}").linter().linter.texts.last?.text == "if true")
    // Of a schedule with errors, nothing is said.
    #expect(!project("{kind: command, run: 'if true', too: x}").linter().linter.texts.contains { $0.text == "if true" })
  }

  @Test func filesOfSecrets() {
    func url(_ path: String) -> String { "{kind: webhook, url: {file: \(path)}}" }
    func login(_ path: String) -> String {
      "{kind: email, to: a@b, smtp: 'c:25', login: {user: d, password: {file: \(path)}}}"
    }
    #expect(
      messages(url("/missing/url")) == [
        "warning: the file with the URL of the channel 'a' is not on this host: /missing/url"
      ])
    #expect(
      messages(login("/missing/key")) == [
        "warning: the file with the password of the channel 'a' is not on this host: /missing/key"
      ])
    #expect(
      messages(url("/s/url"), modes: ["/s/url": 0o644]) == [
        "warning: anyone on this host may read the URL of the channel 'a' in /s/url"
      ])
    #expect(messages(login("/s/key"), modes: ["/s/key": 0o604]).count == 1)
    #expect(
      messages("{kind: ping, url: {file: /barred/url}}").first
        == "note: whether the URL of the channel 'a' is on this host cannot be seen by this user: /barred/url")
    #expect(messages(url("/s/url"), modes: ["/s/url": 0o640]).isEmpty && messages(login("/s/key")).isEmpty)
  }
}
