import Testing

/// All problems in one pass, and none that only follows from another.
@Suite struct RecoveryTests {
  @Test func eachMistakeOfAFileIsFoundOnce() {
    let outcome = Outcome(
      """
      daily:
        - task: a
          timeout:2h
          with: {x: 1, y: [2, 3}
        - task: b
           jobs: 2
          needs: *a
        - "unclosed
        - task: c
        -bad
      weekly:
      \tday: Sunday
      \ttime: x
      monthly
      quarterly: &q
        - a: b: c
        - 'it's'
      name = x
      daily: again
      last: @x

      """)
    #expect(
      outcome.places == [
        "missing-space@3:13", "unclosed-bracket@4:21", "wrong-indentation@6:6", "alias@7:12", "unclosed-quote@8:5",
        "missing-space@10:4", "tab-indentation@12:1", "missing-colon@14:1", "anchor@15:12", "unexpected-colon@16:9",
        "unexpected-text@17:9", "missing-colon@18:6", "duplicate-key@19:1", "reserved-character@20:7",
      ], "\(outcome.rendered)")
  }

  @Test(arguments: [
    ("a: [\nb: 1,\nc: 2\n]\nd: e\n", ["unclosed-bracket@1:4"]), ("a: {\n  b: 1\nc: 2\n}\n", ["unclosed-bracket@1:4"]),
    ("k: {\nk\n\nv\n}\n", ["wrong-indentation@2:1"]),
    ("? a\n: b\n? c\n: d\n", ["explicit-key@1:1", "explicit-key@3:1"]),
    ("a:\n\t- b\n\t- c\n\td: e\nf: g\n", ["tab-indentation@2:1"]), ("\ta: 1\n\tb: 2\n", ["tab-indentation@1:1"]),
    ("a: 1\n  b: 2\n  c: 3\nd 4\n", ["wrong-indentation@2:3", "missing-colon@4:1"]),
    ("a: |x\n  text: [\n  more\nb:c\n", ["block-scalar-header@1:5", "missing-space@4:3"]),
    ("a: \"x\n  y\nb: 'z\nc: d\n", ["unclosed-quote@1:4", "unclosed-quote@3:4"]),
    ("a: 1\na: 2\na: 3\n", ["duplicate-key@2:1", "duplicate-key@3:1"]),
    ("x y\na: 1\nb c\n", ["missing-colon@1:1", "missing-colon@3:1"]),
    ("- a\n- b: c: d\n  e: f\n- [\n- g\n", ["unexpected-colon@2:7", "unclosed-bracket@4:3"]),
    ("<<: *a\nb: 1\n", ["merge-key@1:1"]), ("a: !t\n  b: &c d\n", ["tag@1:4", "anchor@2:6"]),
    ("%YAML 1.2\n%TAG ! x\n---\na: *b\n", ["directive@1:1", "directive@2:1", "alias@4:4"]),
    ("a: !t &b &c\n  d: !e\n    &f g\n", ["tag@1:4", "tag@2:6"]),
    ("a:\n  -b: c\n    d: e\n  - f: g\n    h: @\n", ["missing-space@2:4", "reserved-character@5:8"]),
    ("a:\n  -b: c\n  - d\n  - e\nf: @\n", ["missing-space@2:4", "reserved-character@5:4"]),
    ("a:\n  -b: c\n  -b: d\n", ["missing-space@3:4"]),
    ("a:\n  – b: c\n    d: e\n  - f: g\n", ["unexpected-text@2:3"]), ("– a: b\n– a: c\n", ["unexpected-text@2:1"]),
    ("a:\n  - b: 1\n    c: 2\n\t- b: 3\n    c: 4\nd: @\n", ["tab-indentation@4:1", "reserved-character@6:4"]),
    ("a:\n- b: 1\n  c: 2\n\t- b: 3\n  c: 4\n- d: @\n", ["tab-indentation@4:1", "reserved-character@6:6"]),
    ("a: b\nc\n- d\n- e\nf: @\n", ["missing-colon@2:1", "reserved-character@5:4"]),
    ("a\n- b\n- @\nc: @\n", ["missing-colon@1:1", "reserved-character@3:3", "reserved-character@4:4"]),
    ("a: 1\n- b\n- c\nd: @\n", ["unexpected-text@2:1", "reserved-character@4:4"]),
    ("a:\n    - b: c\n      d: e\n  - f: g\n    h: i\n  - j\n", ["wrong-indentation@4:3"]),
    ("a:\n  - - b: c\n    d: e\n  - f\n", ["unexpected-text@3:5"]),
    ("a:\n  - b: |\n        c\n      d\n      e\n    f: g\n", ["wrong-indentation@3:9"]),
    ("a: >-\n\n    c\n  d\nf: @\n", ["wrong-indentation@3:5", "reserved-character@5:4"]),
  ])
  func nothingFollowsFromAnError(_ text: String, _ places: [String]) {
    let outcome = Outcome(text)
    #expect(outcome.places == places, "\(outcome.rendered)")
  }

  @Test func bothLinesOfAWrongIndentationAreShown() {
    let text = Outcome("daily:\n    at: x\n  jobs: 2\n").rendered
    #expect(
      text == """
        t.yaml:3:3: error: indented by 2 spaces, but the entry above it by 4 [wrong-indentation]
        3 │   jobs: 2
          │   ^~~~~
        t.yaml:2:5: note: the entry above
        2 │     at: x
          │     ^~~
        hint: indent it like the entry that it stands beside

        """)
  }

  @Test func twentyAreShownAndTheRestCounted() {
    let outcome = Outcome("a: b\n" + (0..<100).map { "k\($0):v\n" }.joined())
    #expect(outcome.diagnostics.count == 100)
    #expect(outcome.rendered.split(separator: "\n").count { $0.contains("error:") } == 20)
    #expect(outcome.rendered.hasSuffix("t.yaml: … and 80 more\n"))
  }
}
