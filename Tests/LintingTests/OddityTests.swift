import Diagnostics
import Testing

@testable import Linting

/// What a shell takes for something else than its reader does.
@Suite struct OddityTests {
  private func expect(
    _ text: String, _ ids: [DiagnosticID], shell: String = "sh", location: Testing.SourceLocation = #_sourceLocation
  ) {
    let lines = text.split(separator: "\n").map { "      \($0)\n" }.joined()
    let project = LintedProject(runbooks: ["main": "precheck:\n  - shell: \(shell)\n    run: |\n\(lines)"])
    let found = project.linter().linter.texts.flatMap { OddityLint.diagnostics(of: $0) }
    let expected = ids.enumerated().map {
      LintedProject.Finding(path: "runbooks/main.yaml", mark: $0.offset + 1, id: $0.element)
    }
    #expect(project.findings(found) == expected, sourceLocation: location)
    for diagnostic in found { #expect(diagnostic.severity == .warning && diagnostic.hint != nil) }
  }

  @Test(arguments: [
    "if «1»[[ -d /srv ]]; then ls; fi", "«1»function f { ls; }", "«1»function f() { ls; }", "«1»source /etc/profile",
    "cat «1»<<< x", "diff «1»<(ls) /x", "ls «1»&> /dev/null", "«1»a=(b c)", "«1»((a > 1))", "[ \"$a\" «1»== b ]",
    "«1»declare -A a", "a=$(«1»[[ -d x ]])",
  ])
  func whatOnlyBashKnows(_ text: String) {
    expect(text, [.bashOnly])
    expect(text, [], shell: "bash")
  }

  @Test(arguments: [
    "echo '[[ a ]]' \"<<<\" # [[ b ]]", "a=$((1 + 2))", "(ls; (cd /x && ls))", "f() { ls; }", "[ a = b ]",
    ". /etc/profile",
    "source() { :; }\nsource x", "bash -c '[[ a ]] && a=(b)'", "cat << E\n[[ a ]]\nE\n", "ls > x 2>&1 &",
    "docker ps --format {{.Names}}", "echo '{{ x }}' \"“x”\"", "find /x -exec ls {} +", "echo a – b",
  ])
  func whatEveryShellKnows(_ text: String) { expect(text, []) }

  @Test(arguments: [
    ("echo «1»“x”", DiagnosticID.curlyQuote), ("ls «1»–d /srv", .pastedDash), ("ls «1»—all", .pastedDash),
    ("ls«1»\u{A0}-d /srv", .noBreakSpace), ("ls «1»{{ folder }}/x", .unfilledTemplate),
    ("ls «1»{{x}}", .unfilledTemplate),
  ])
  func whatAWebPagePastes(_ text: String, _ id: DiagnosticID) {
    expect(text, [id])
    expect(text, [id], shell: "bash")
  }

  @Test func aTextThatShDoesNotParseBecauseItIsForBash() {
    let project = LintedProject(runbooks: ["main": "precheck:\n  - cat «1»<<< x\n"])
    let diagnostic = ShellSyntaxLint.diagnostic(
      of: project.linter().linter.texts[0], output: "sh: 1: Syntax error: redirection unexpected\n")
    #expect(diagnostic.severity == .error && diagnostic.hint == "write the step as {run: …, shell: bash}")
    #expect(project.findings([diagnostic]).map(\.mark) == [1] && diagnostic.id == .bashOnly)
  }

  @Test(arguments: [
    ("precheck:\n  - run: grep -v \"^ #\" f\n", "Unterminated quoted string", "YAML ends the text at ' #'"),
    ("precheck:\n  - |\n    echo 'a\n", "Unterminated quoted string", "close the quote"),
    ("precheck:\n  - if a\n    fi\n", "\"fi\" unexpected (expecting \"then\")", "YAML folds these lines"),
    ("precheck: ['if a']\n", "end of file unexpected (expecting \"then\")", "look for what is missing of if"),
  ])
  func whatMendsAText(_ runbook: String, _ said: String, _ hint: String) {
    let texts = LintedProject(runbooks: ["main": runbook]).linter().linter.texts
    let diagnostic = ShellSyntaxLint.diagnostic(of: texts[0], output: "sh: 1: Syntax error: \(said)\n")
    #expect(diagnostic.hint?.hasPrefix(hint) == true, "\(diagnostic.hint ?? "")")
  }

  @Test func aSecretThatIsNotThere() {
    expectWarnings("secrets:\n  «1»A: {file: /missing/a}\n  B: {file: /b}\nprecheck: [':']\n", .missingSecret, count: 1)
  }
}
