import Diagnostics
import Testing

@testable import Linting

/// What shells say of a text, placed in the runbook.
@Suite struct ShellSyntaxTests {
  private static func place(_ runbook: String, _ output: String, text index: Int = 0) -> (
    String, LintedProject.Finding?
  ) {
    let project = LintedProject(runbooks: ["main": runbook])
    let diagnostic = ShellSyntaxLint.diagnostic(of: project.linter().linter.texts[index], output: output)
    return (diagnostic.message, project.findings([diagnostic]).first)
  }

  private let first = LintedProject.Finding(path: "runbooks/main.yaml", mark: 1, id: .shellSyntax)

  @Test func theLineThatTheShellNames() {
    let runbook = "precheck:\n  - run: |\n      a\n      b\n\n        «1»if; then\n      c\n"
    let dash = Self.place(runbook, "/bin/sh: 4: Syntax error: \";\" unexpected\n")
    #expect(dash.0 == "sh cannot parse this text: \";\" unexpected")
    #expect(dash.1 == first)
    let bash = Self.place(
      "precheck:\n  - shell: bash\n    run: |\n      a\n      «1»if; then\n",
      "/bin/bash: -c: line 2: syntax error near unexpected token `;'\n/bin/bash: -c: line 2: `if; then'\n")
    #expect(bash.0 == "bash cannot parse this text: syntax error near unexpected token `;'")
    #expect(bash.1 == first)
    let busybox = Self.place("precheck: [«1»if]\n", "sh: syntax error: unexpected end of file (expecting \"then\")\n")
    #expect(busybox.0 == "sh cannot parse this text: unexpected end of file (expecting \"then\")")
    #expect(busybox.1 == first)
  }

  @Test func aQuoteThatNothingCloses() {
    let output = "sh: 9: Syntax error: Unterminated quoted string\n"
    #expect(Self.place("precheck:\n  - |\n    a 'b'\n    echo «1»\"c\n    d\n", output).1 == first)
    #expect(Self.place("precheck:\n  - |\n    a \"$x\"\n    echo «1»'c\n    d\n", output).1 == first)
    let bash = "bash: -c: line 2: unexpected EOF while looking for matching `\"'\n"
    #expect(Self.place("precheck:\n  - echo «1»\"c $(d)\n", bash).1 == first)
  }

  @Test func theEndOfTheText() {
    let output = "sh: 5: Syntax error: end of file unexpected (expecting \"fi\")\n"
    #expect(Self.place("precheck:\n  - |\n    if a; then\n      «1»b\n", output).1 == first)
    #expect(Self.place("precheck: [«1»if a]\n", "").1 == first)
  }

  @Test func everyTextOfARunbookIsLookedAt() {
    let runbook = """
      secrets: {S: {command: s}, T: {file: /t}}
      precheck: [a, {run: b, if: i}]
      change: [{run: c, undo: u, shell: bash}]
      cleanup: [d]

      """
    let texts = LintedProject(runbooks: ["main": runbook]).linter().linter.texts
    #expect(texts.map(\.text) == ["s", "a", "i", "b", "c", "u", "d"])
    #expect(texts.map(\.shell) == [.sh, .sh, .sh, .sh, .bash, .bash, .sh])
    #expect(ShellSyntaxLint.arguments(for: texts[4]) == ["/bin/bash", "-n", "-c", "--", "c"])
  }

  @Test func bashKnowsThePatternsThatTheTextTurnsOn() {
    let runbook = "precheck:\n  - shell: bash\n    run: |\n      shopt -s extglob\n      ls !(x)\n"
    let text = LintedProject(runbooks: ["main": runbook]).linter().linter.texts[0]
    #expect(ShellSyntaxLint.arguments(for: text).prefix(4) == ["/bin/bash", "-O", "extglob", "-n"])
  }

  @Test(arguments: [
    ("a\nexit 0\n(", ["a\nexit 0"]), ("exit\nexec tar x\n(", ["exit", "exit\nexec tar x"]), ("exec 3> x\n(", []),
    ("a || exit\n(", []), ("a ||\nexit\n(", []), ("exit && b\n(", []), ("a\n(\nexit\n", []),
    ("echo 'x\nexit\n'\n(", []),
  ])
  func whatAShellReadsNoFurtherThan(_ text: String, _ expected: [String]) {
    let lines = text.split(separator: "\n").map { "    \($0)\n" }.joined()
    let script = LintedProject(runbooks: ["main": "precheck:\n  - |\n\(lines)"]).linter().linter.texts[0]
    let error = text.split(separator: "\n").firstIndex { $0 == "(" } ?? 0
    let beginnings = ShellSyntaxLint.beginnings(of: script, output: "sh: \(error + 1): Syntax error: x\n")
    #expect(beginnings.map(\.text) == expected)
  }
}
