import Diagnostics
import Testing

@testable import Checklists

@Suite struct ReadingTests {
  private func shown(_ text: String) -> [String] { Checklist.read(text).checklist.shown }

  @Test func sectionsAndItems() {
    let (checklist, problems) = Checklist.read(
      """
      # Adopting
      Text.

      ## Backups
      - { } first
        * {IP} nested,
          which goes on
      - no item
      1. {X} numbered
      + {X} bullet
      { } bare

      No item.
      ## Empty
      Windows
      =======
      12) { } last
      """)
    #expect(problems.isEmpty)
    #expect(checklist.sections.map(\.title) == ["Backups", "Windows"])
    #expect(
      checklist.shown == [
        "1.1 { } first", "1.2 {IP} nested, which goes on", "1.3 {X} numbered", "1.4 {X} bullet", "1.5 { } bare",
        "2.1 { } last",
      ])
  }

  @Test func itemsBeforeAnyHeadingAndWithoutText() {
    #expect(shown("\u{FEFF}- {X} a\r\n- { }\r\n  b\r\n- { }") == ["1.1 {X} a", "1.2 { } b", "1.3 { } "])
  }

  @Test(arguments: [
    ("## 3. A\n- { } a\n## 7) B\n- { } b", ["3.1 { } a", "7.1 { } b"]),
    ("## 3. A\n- { } a\n## B\n- { } b", ["1.1 { } a", "2.1 { } b"]),
    ("## 3. A\n- { } a\n## 3. B\n- { } b", ["1.1 { } a", "2.1 { } b"]),
    ("## 3.1 A\n- { } a\n", ["1.1 { } a"]),
    ("# 9. Title\n## A\n- { } a\n", ["1.1 { } a"]),
  ])
  func sectionsCountAsTheirHeadingsDoWhereAllDo(text: String, items: [String]) { #expect(shown(text) == items) }

  @Test(arguments: [
    "```\n- { } a\n```", "~~~ md\n- { } a\n```\n- { } b\n~~~", "````\n```\n- { } a\n````", "<!-- - { } a -->",
    "<!--\n- { } a\n-->", "- {X} = done", "- {X}: done", "{X} - done", "- {X} – done", "- { } Not started",
    "{IP} in progress", "{ } open, {IP} begun, {X} done",
    "`{X}` done", "| {X} | done |", "- [{X}](a) b", "> {X} done", "{X}, when done", "- **{X}** done",
    "- {name} is yours", "- [x](https://example.org)", "- [name] yours", "- (i) first", "[x]: link", "-",
    "- *{ }* open", "- ${x} a", "text {x} a",
    "1.",
    "-    ", "{", "- {", "- { ",
  ])
  func noItems(text: String) {
    let (checklist, problems) = Checklist.read("\(text)\n\n- {X} item\n")
    #expect(checklist.shown == ["1.1 {X} item"])
    #expect(problems.isEmpty, "\(problems.map(\.message))")
    #expect(Checklist.read(text).problems.map(\.id) == [.noItems])
  }

  @Test(arguments: [
    ("- {x} a", 2, 5, "did you mean '{X}'?"), ("- {ip} a", 2, 6, "did you mean '{IP}'?"),
    ("- {} a", 2, 4, "did you mean '{ }'?"), ("  1. {  } a", 5, 9, "did you mean '{ }'?"),
    ("{ X } a", 0, 5, "did you mean '{X}'?"), ("- [ ] a", 2, 5, "did you mean '{ }'?"),
    ("- [x] a", 2, 5, "did you mean '{X}'?"), ("- (x) a", 2, 5, "did you mean '{X}'?"),
    ("- {✓} a", 2, 7, "did you mean '{X}'?"), ("- {WIP} a", 2, 7, "did you mean '{IP}'?"),
    ("- {in progress} a", 2, 15, "did you mean '{IP}'?"), ("- {\u{A0}} a", 2, 6, "did you mean '{ }'?"),
    ("- {?} a", 2, 5, "write { } for what is open, {IP} for what is in progress, {X} for what is done"),
    ("- {X}a", 2, 5, "write a blank after the marker"), ("- { }**a**", 2, 5, "write a blank after the marker"),
  ])
  func slips(text: String, lower: Int, upper: Int, hint: String) {
    let (checklist, problems) = Checklist.read("\(text)\n- { } b")
    #expect(problems.map(\.id) == [.badMarker])
    #expect(problems.first?.range == SourceRange(lower, upper))
    #expect(problems.first?.hint == hint)
    #expect(checklist.shown == ["1.1 { } b"])
  }

  /// Each may be meant so, and is no item.
  @Test(arguments: [
    ("- {X}: restore test", "- {X} restore test"), ("- { } – restore test", "- { } restore test"),
    ("{IP} -> restore test", "- {IP} restore test"), ("- {x} = restored", "- {X} restored"),
    ("- { x } done", "- {X} done"), ("-{ } a", "- { } a"), ("• { } a", "- { } a"), ("> - {x} a", "- {X} a"),
    ("- **{X}** a", "- {X} a"), ("1.{IP} a", "- {IP} a"), ("- `{ IP }` a", "- {IP} a"),
    ("- [x]: restore test", "- {X} restore test"), ("{X}: done by anna", "- {X} done by anna"),
  ])
  func whatLooksLikeAnItemAndIsNoneIsTold(text: String, right: String) {
    let (checklist, problems) = Checklist.read("\(text)\n\n- { } b")
    #expect(problems.map(\.id) == [.hiddenItem] && problems.map(\.severity) == [.warning])
    #expect(problems.first?.hint == "an item is written: \(right)")
    #expect(checklist.shown == ["1.1 { } b"])
  }

  /// No row of a table is an item; one that explains the markers, and the table of progress, were not meant so.
  @Test(arguments: [
    ("| { } restore |", "- { } restore"), ("| { } | Restore it | anna |", "- { } Restore it anna"),
    ("| restore | {x} |", "- {X} restore"), ("|{IP}restore|", "- {IP} restore"), ("| - { } a \\| b |", "- { } a \\| b"),
    ("| [ ] | restore |", "- { } restore"), ("| {X} | done |", nil), ("| { } | {IP} | {X} |", nil),
    ("| {5} | a |", nil),
    ("| [x](y) | a |", nil), ("| `{X}` | restored |", nil), ("| a | b |", nil), ("| {X} |", nil),
    ("| Section | Progress | Notes |\n| --- | --- | --- |\n| a | 1/2 | {X} checked |", nil),
  ])
  func whatStandsInATableIsNoItem(text: String, right: String?) {
    let (checklist, problems) = Checklist.read("- { } b\n\n# C\n\n\(text)\n")
    #expect(problems.map(\.id) == (right == nil ? [] : [.hiddenItem]) && !problems.contains { $0.severity == .error })
    #expect(problems.first?.hint == right.map { "an item is written: \($0)" })
    #expect(checklist.shown == ["1.1 { } b"])
  }

  @Test func anUnclosedCommentIsTold() {
    let (_, problems) = Checklist.read("- { } a\n <!-- b\n- { } c\n")
    #expect(problems.map(\.id) == [.unclosedComment])
    #expect(problems.first?.range == SourceRange(9, 13))
    #expect(Checklist.read("- { } a\n<!-- b\n-->\n- { } c\n").problems.isEmpty)
  }

  @Test func anUnclosedBlockOfCodeIsTold() {
    let (_, problems) = Checklist.read("- { } a\n  ```sh\n- { } b\n``` no end\n")
    #expect(problems.map(\.id) == [.unclosedFence])
    #expect(problems.first?.range == SourceRange(10, 13))
  }

  @Test func tasksAreNamedInTheTextOfAnItem() {
    let (checklist, problems) = Checklist.read(
      """
      maint: daily.none
      - { } a (maint: daily.a), `maint:weekly.b-2`; see https://maint:8080 and mymaint: no
        and maint: c.
        maint: x

        maint: no_more
      """)
    #expect(problems.isEmpty)
    #expect(checklist.items.map { $0.tasks.map(\.name) } == [["daily.a", "weekly.b-2", "c", "x"]])
    #expect(
      checklist.items.flatMap(\.tasks).map { checklist.source.text(in: $0.range) } == [
        "daily.a", "weekly.b-2", "c", "x",
      ])
    // In brackets all words are names, so that none is overlooked; the project says which it does not have.
    for text in [
      "(maint: daily.a, daily.b)", "(maint: daily.a; daily.b)", "(maint: daily.a and daily.b)",
      "(maint: daily.a daily.b)",
      "maint: daily.a and daily.b.", "maint: `daily.a`, `daily.b`",
    ] {
      let read = Checklist.read("- { } q \(text)")
      #expect(read.checklist.items.first?.tasks.map(\.name) == ["daily.a", "daily.b"], "\(text)")
    }
    #expect(Checklist.read("- { } q maint: daily.a, see wiki").checklist.items.first?.tasks.count == 1)
    #expect(Checklist.read("- { } q (Maint: daily.a)").checklist.items.first?.tasks.count == 1)
    #expect(Checklist.read("- { } q Maint: the window").checklist.items.first?.tasks.isEmpty == true)
    let unnamed = Checklist.read("- { } a (maint: )").problems
    #expect(unnamed.map(\.id) == [.missingTask] && unnamed.first?.range == SourceRange(9, 15))
  }

  @Test func bytesThatAreNoTextDoNotMatter() {
    var diagnostics = DiagnosticBag()
    let bytes = [0xFF, 0x0A] + Array("- { } a\u{0}".utf8) + [0xC3, 0x0A, 0xFE]
    let checklist = Checklist(Source(path: "x", bytes: bytes), diagnostics: &diagnostics)
    #expect(checklist.items.count == 1 && diagnostics.isEmpty)
    #expect(
      checklist.items.first.map { checklist.bytes(marking: $0, .done) }
        == bytes[..<4] + Array("{X}".utf8) + bytes[7...])
  }
}
