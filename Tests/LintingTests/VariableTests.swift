import TestSupport
import Testing

@testable import Linting

/// Which variables a shell text reads, and which are unknown to it.
@Suite struct VariableTests {
  /// The names that the text reads without having them, each once, in order; `given` are the runbook's parameters.
  private static func unknown(_ text: String, bash: Bool = false, given: [String] = []) -> [String] {
    let indented = text.split(separator: "\n", omittingEmptySubsequences: false).map { "      \($0)\n" }.joined()
    let parameters = given.map { "  \($0): {default: x}\n" }.joined()
    let runbook =
      (given.isEmpty ? "" : "params:\n\(parameters)") + "precheck:\n  - shell: \(bash ? "bash" : "sh")\n    run: |\n"
      + indented
    let project = LintedProject(runbooks: ["main": runbook])
    return project.warnings().filter { $0.id == .unknownVariable }.map { warning in
      guard let source = warning.source, let range = warning.range else { return "nowhere" }
      return source.text(in: range)
    }
  }

  @Test func allAreCounted() {
    let reads = (0..<1000).map { "$a\($0)" }.joined(separator: " ")
    let runbook = "precheck:\n  - |\n    echo \(reads)\n"
    let warnings = LintedProject(runbooks: ["main": runbook]).linter().linter.warnings(
      durations: [:], host: LintedProject.Host(modes: [:]), at: LintedProject().now, hostZone: .utc)
    #expect(warnings.count == 1000)
  }

  @Test(arguments: [
    ("echo $a", ["$a"]),
    ("echo \"$a ${b}\"", ["$a", "${b}"]),
    ("echo ${a%x} ${#b} ${c##*/}", ["${a%x}", "${#b}", "${c##*/}"]),
    ("echo ${x:-$a}", ["$a"]),
    ("echo \"${x:-\"$a\"}\"", ["$a"]),
    ("echo \"${x:-don't $a}\"", ["$a"]),
    ("x=$(cat $a)", ["$a"]),
    ("x=`cat $a`", ["$a"]),
    ("echo \"$(echo \"$a\")\"", ["$a"]),
    ("echo $((a + 1))", ["a"]),
    ("echo $(( (a) * $b ))", ["a", "$b"]),
    ("cat <<END\n$a\nEND\necho $b", ["$a", "$b"]),
    ("cat <<-END\n\t$a\n\tEND\necho $b", ["$a", "$b"]),
    ("cat <<ONE <<'TWO'\n$a\nONE\n$b\nTWO\necho $c", ["$a", "$c"]),
    ("case $a in\n  x) echo $b ;;\n  (y|z) echo $c;;\n  *) echo $d\nesac\necho $e", ["$a", "$b", "$c", "$d", "$e"]),
    ("x=$(case $a in x) echo $b;; esac)\necho $c", ["$a", "$b", "$c"]),
    ("if [ -n \"$a\" ]; then :; fi", ["$a"]),
    ("f() { echo \"$a\"; }\nf", ["$a"]),
    ("( echo $a ) | { cat; echo $b; }", ["$a", "$b"]),
    ("echo x > \"$a\"", ["$a"]),
    ("awk \"{ print $NF }\"", ["$NF"]),
    ("echo $a # $b", ["$a"]),
    ("echo a#$b", ["$b"]),
    ("echo $a $a $a", ["$a"]),
    ("for x in $a; do echo $x; done", ["$a"]),
    ("echo $a$'b'", ["$a"]),
    ("echo $RANDOM $HOSTNAME", ["$RANDOM", "$HOSTNAME"]),
    ("echo $TMPDIR", ["$TMPDIR"]),
    ("echo \"$MAINT_STAT\"", ["$MAINT_STAT"]),
    ("echo $MAINT_OUTCOME", ["$MAINT_OUTCOME"]),
    ("echo é $a", ["$a"]),
    ("echo $a \\\n  $b", ["$a", "$b"]),
    ("export a; : \"$b\"", ["$b"]),
    ("if x=1; then echo $x; fi; (y=2; echo $y) && echo $a", ["$a"]),
  ]) func isUnknown(text: String, names: [String]) {
    #expect(Self.unknown(text) == names)
  }

  @Test(arguments: [
    "echo $PATH $HOME $USER $LOGNAME $SHELL $LANG $TZ $PWD $IFS $PPID $OPTIND $LINENO",
    "echo $1 ${2} $@ \"$*\" $# $? $- $$ $! $0 ${10} ${#} ${#@} ${1:-x} ${@:-x}",
    "echo $ $. a$ \"$\" '$'",
    "a=1; echo $a", "a=1 b=$a; echo $b", "a= ; echo $a", "a=1 env; echo $a",
    "echo \"${a:-x}\" ${a-} ${b+x} ${c:+x} ${d:?missing} ${e?}",
    "if [ -n \"${a+set}\" ]; then echo \"$a\"; fi",
    ": \"${a:=x}\"; echo $a", ": ${a=x}; echo $a",
    "for a in 1 2; do echo $a; done", "for a; do echo $a; done", "for a do echo $a; done",
    "for a\nin 1\ndo echo $a\ndone",
    "read a; echo $a", "read -r a b; echo $a $b", "IFS= read -r a < x; echo $a",
    "while read -r a _; do echo $a; done < x", "printf x | while IFS=: read -r a b; do echo $a$b; done",
    "export a=1; echo $a", "export a; echo $a", "readonly a=1 b=2; echo $a$b",
    "f() { local a b=1; echo $a $b; }", "unset a; a=2; echo $a",
    "while getopts ab: a; do echo $a $OPTARG $OPTIND; done",
    "echo '$a' '${b}'", "awk '{ print $NF }'", "echo \\$a \"\\$b\" \"\\\\\\$c\"",
    "sh -c 'echo $a' sh", "trap 'rm $a' EXIT",
    "cat <<'END'\n$a\nEND", "cat <<\"END\"\n$a\nEND", "cat <<\\END\n$a\nEND", "cat <<END\n\\$a\nEND",
    "# echo $a", "echo x # $a", ". ./vars\necho $a", "eval \"$(ssh-agent)\"\necho $SSH_AGENT_PID",
    "set +u; echo $a", "set +eu\necho $a", "set +o nounset\necho $a",
    "echo $((a = 3)) $a", "a=1; echo $((a + 0x1F)) $((a == 16#ff))", "i=0; echo $((i += 1))",
    "command -v x; command read a; echo $a",
    "case x in a) b=1;; esac; echo $b", "a=$(b=2; echo $b)",
    "export \"$x=1\"; echo $a", "x=1; read \"$x\"; echo $a",
    "[ -v a ] && echo $a", "echo ${a:-${b:-$HOME}}", "echo \"${a:-'}\" x '$b'",
    "cat <<END > x && a=1\nx\nEND\necho $a",
    "x=1; cat <<END\n$(echo $x)\n`echo $x`\nEND",
    "echo \"$MAINT_RUN $MAINT_TASK $MAINT_STAGE $MAINT_STEP $MAINT_ATTEMPT $MAINT_STATE $MAINT_PROJECT\"",
    "echo $MAINT_EXECUTABLE $MAINT_REHEARSAL $MAINT_METRICS $MAINT_SUMMARY $MAINT_ENV $MAINT_WARNINGS",
    "a='it'\\''s $x'; echo $a", "echo \"a'$HOME'b\" '$c'", "a=\"$(echo \"x)\" ')' )\"; echo \"$a\"",
    "a=$( (echo x); echo y); echo $a", "a=$((1+2)); echo $a", "a=$(( (1+2)*3 )); echo $a",
  ]) func isNotUnknown(text: String) {
    #expect(Self.unknown(text) == [])
  }

  @Test(arguments: [
    "echo $RANDOM $HOSTNAME $UID $BASH_VERSION $PIPESTATUS ${PIPESTATUS[0]} $SECONDS $TERM",
    "a=(1 2); echo ${a[0]} ${#a[@]} \"${a[@]}\"", "a+=(1); a[2]=3; echo $a", "declare -A m=([x]=1); echo ${m[x]}",
    "declare -a b=(1 2); echo $b", "mapfile -t lines < x; echo ${lines[0]}", "printf -v a x; echo $a",
    "echo ${!a}; echo $b", "echo $'$a\\'$b'", "[[ -v a ]] && echo $a", "[[ x =~ ^(a|b)$ ]] && a=1; echo $a",
    "(( a = 3 )); echo $a", "for ((i=0; i<3; i++)); do echo $i; done", "exec {fd}> x; echo $fd",
    "a=1; diff <(echo $a) >(cat)", "case x in @(a|b)) a=1;; esac; echo $a", "read -p \"$HOME\" a; echo $a",
    "function f { local x=1; echo $x; }; f", "read; echo $REPLY", "echo ${BASH_REMATCH[1]} ${FUNCNAME[0]}",
    "a=x; echo ${a/x/y} ${a^^} ${a:0:1} ${a@Q}", "cat <<< \"$HOME\"", "select a in 1; do echo $a; done",
  ]) func isNotUnknownToBash(text: String) {
    #expect(Self.unknown(text, bash: true) == [])
  }

  @Test func bashReadsWhatItReads() {
    #expect(Self.unknown("[[ $a == \"$b\" && -n $c ]]; echo $d", bash: true) == ["$a", "$b", "$c", "$d"])
    #expect(Self.unknown("x=($a \"$b\"); diff <(echo $c) y", bash: true) == ["$a", "$b", "$c"])
    #expect(Self.unknown("(( x = a + $b )); echo ${c:0:1} ${d[0]}", bash: true) == ["a", "$b", "${c:0:1}", "${d[0]}"])
  }

  @Test func parametersAreKnown() {
    #expect(Self.unknown("echo \"$source ${target}\" $sourc", given: ["source", "target"]) == ["$sourc"])
  }

  /// No text makes the scanner crash, hang or point outside.
  @Test func everyPrefixOfAHardText() {
    let text = """
      f() { case $1 in (a|b) echo "${x:-$(cat <<'E'
      $y
      E
      )}" ;; esac; }; for i in 1 $((2 + i)) `echo \\`x\\``; do [[ $i =~ (a) ]] && a=(1 ${b[2]}) > "$c" 2>&1 <<-X; done
      \tX
      echo $'a\\'b' @(x|y) {fd}> z <(a) é
      """
    let bytes = Array(text.utf8)
    for count in 0...bytes.count {
      let prefix = String(decoding: bytes.prefix(count), as: UTF8.self)
      for shell in [false, true] {
        var scanner = ShellScanner(bytes: Array(prefix.utf8), isBash: shell)
        scanner.commands(until: .end)
        for read in scanner.script.reads { #expect(read.range.upperBound <= prefix.utf8.count) }
      }
    }
  }

  /// Nor does one thrown together from what is hard.
  @Test func thousandsOfRandomTexts() throws {
    let pieces = [
      "$", "{", "}", "(", ")", "((", "))", "[[", "]]", "'", "\"", "`", "\\", "\n", " ", ";", ";;", "&", "|", "<", ">",
      "<<", "<<-E",
      "E", "\nE\n", "#", "=", "a", "a=", "$a", "${a", ":-", "case", "in", "esac", "for", "do", "done", "if", "fi", "é",
      "!", "@",
      "{fd}>", "function", "read", "export", "select", "eval", "-v", "\t", "0", "$'", "$((", "$(",
    ]
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<20_000 {
      let count = Int.random(in: 1...25, using: &generator)
      let text = try (0..<count).map { _ in try #require(pieces.randomElement(using: &generator)) }.joined()
      var scanner = ShellScanner(bytes: Array(text.utf8), isBash: Bool.random(using: &generator))
      scanner.commands(until: .end)
      let length = text.utf8.count
      for read in scanner.script.reads where read.range.upperBound > length { Issue.record("\(text)") }
      for word in scanner.script.commands.flatMap(\.words) where word.range.upperBound > length {
        Issue.record("\(text)")
      }
      if let quote = scanner.script.unclosedQuote, quote >= length { Issue.record("\(text)") }
    }
  }

  /// Deep nesting and long texts take time in proportion to their length, and no stack.
  @Test(arguments: ["$(", "${x:-", "(", "`", "\"$(", "$((", "case x in a) ", "{ ", "@("]) func deepTexts(
    opening: String
  ) {
    let clock = ContinuousClock()
    let took = clock.measure {
      for shell in [false, true] {
        var scanner = ShellScanner(bytes: Array(String(repeating: opening, count: 20_000).utf8), isBash: shell)
        scanner.commands(until: .end)
      }
    }
    #expect(took < .seconds(5))
  }
}
