import Diagnostics
import Foundation
import Testing

@testable import Linting

/// Findings of shellcheck, placed in the runbook however its texts are written.
@Suite struct ShellcheckTests {
  /// A comment as shellcheck writes it, of the first text.
  private static func json(_ line: Int, _ column: Int, _ message: String = "Quote this.", level: String = "info")
    -> String
  {
    """
    {"comments":[{"file":"0","line":\(line),"endLine":\(line),"column":\(column),"endColumn":\(column + 1),\
    "level":"\(level)","code":2086,"message":"\(message)","fix":null}]}
    """
  }

  @Test func theWords() throws {
    let linter = LintedProject(runbooks: ["main": "precheck: [echo $HOME]\n"]).linter().linter
    func found(_ json: String) throws -> Diagnostic {
      try #require(ShellcheckLint.diagnostics(from: Array(json.utf8), texts: linter.texts)?.first)
    }
    let note = try found(Self.json(2, 6, "Double quote to \\\"prevent\\\" globbing \\u003c x."))
    #expect(note.message == "double quote to \"prevent\" globbing < x (SC2086)")
    #expect(note.hint == "see https://www.shellcheck.net/wiki/SC2086")
    #expect(note.severity == .warning && note.id == .shellcheck)
    #expect(try found(Self.json(2, 6, "IF you may", level: "error")).message == "IF you may (SC2086)")
    #expect(try found(Self.json(2, 6, level: "error")).severity == .error)
    #expect(try found(Self.json(1, 3)).range?.lower == 11)
    #expect(try found(Self.json(99, 99)).range?.lower == 21)
  }

  @Test(arguments: [
    "", "shellcheck: broken", "[1]", "{}", "{\"comments\": [{\"file\": \"0\"}]}", "{\"comments\":[{\"file\":\"7\"}]}",
  ])
  func outputThatIsNoneOfItsFindings(output: String) {
    let linter = LintedProject(runbooks: ["main": "precheck: [a]\n"]).linter().linter
    #expect(ShellcheckLint.diagnostics(from: Array(output.utf8), texts: linter.texts) == nil)
  }

  /// By the program itself: SC2086, at the variable.
  @Test(
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/shellcheck"), "shellcheck is not installed"),
    arguments: [
      "precheck: [echo a «1»$HOME]\n",
      "precheck:\n  - echo a «1»$HOME\n",
      "precheck:\n  - echo a\n    b «1»$HOME\n",
      "precheck:\n  - 'echo ''a'' é «1»$HOME'\n",
      "precheck:\n  - \"echo \\\"a\\\" \\u00e9 \\x41\\u2603😀 «1»$HOME\"\n",
      "precheck:\n  - \"echo a\n\n    echo b \\\n      «1»$HOME\"\n",
      "precheck:\n  - |\n    echo a\n    if true; then\n    \techo é\t«1»$HOME\n    fi\n",
      "precheck:\n  - |2\n      echo a\n\n      echo é «1»$HOME\n",
      "precheck:\n  - >\n    echo a\n    b é «1»$HOME\n\n    echo c\n",
      "precheck:\n  - >-\n    echo a\n\n      echo b\n    c\n    «1»$HOME\n",
      "precheck: [{run: 'true', if: 'test \"x\" = «1»$HOME'}]\n",
      "change:\n  - run: 'true'\n    undo: |\n      # x\n      echo «1»$HOME\nverify: ['true']\n",
      "secrets: {S: {command: 'cat «1»$HOME/x'}}\nprecheck: ['true']\n",
      "precheck:\r\n  - |\r\n    echo a\r\n    echo b «1»$HOME\r\n",
      "precheck:\n  - shell: bash\n    run: |\n      [[ -n $HOME ]]; echo «1»$HOME\n",
    ]) func placement(runbook: String) throws
  {
    let project = LintedProject(runbooks: ["main": runbook])
    let (linter, problems) = project.linter()
    #expect(!problems.hasErrors)
    let found = try #require(try Self.shellcheck(linter.texts))
    let expected = [LintedProject.Finding(path: "runbooks/main.yaml", mark: 1, id: .shellcheck)]
    #expect(project.findings(found) == expected, "\(found.map(\.message))")
    #expect(found.first?.source.map { $0.text(in: found[0].range ?? .init(at: 0)) } == "$HOME")
    #expect(found.allSatisfy { $0.message.hasSuffix("(SC2086)") })
  }

  /// What maint gives its steps is no finding.
  @Test(
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/shellcheck"), "shellcheck is not installed"))
  func whatMaintGivesIsNoFinding() throws {
    let runbook = """
      params: {source: {default: x}}
      secrets: {TOKEN: {file: /t}}
      precheck:
        - |
          cd "$source"
          echo "$source $TOKEN $MAINT_RUN $reported"
          local_test() { local x=1; echo "$x"; }
          local_test
          trap 'rm -f "$source"' EXIT
          . /etc/os-release
      """
    let linter = LintedProject(runbooks: ["main": runbook + "\n"]).linter().linter
    #expect(try Self.shellcheck(linter.texts)?.map(\.message) == [])
  }

  private static func shellcheck(_ texts: [ScriptText]) throws -> [Diagnostic]? {
    let folder = FileManager.default.temporaryDirectory.appending(path: "maint-lint-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (index, text) in texts.enumerated() {
      try ShellcheckLint.file(for: text).write(
        to: folder.appending(path: "\(index)"), atomically: false, encoding: .utf8)
    }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/shellcheck")
    process.arguments = ShellcheckLint.arguments + texts.indices.map(String.init)
    process.environment = ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"]
    process.currentDirectoryURL = folder
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return ShellcheckLint.diagnostics(from: Array(bytes), texts: texts)
  }
}
