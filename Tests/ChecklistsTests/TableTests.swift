import Testing

@testable import Checklists

@Suite struct TableTests {
  private func progress(_ text: String, _ succeeded: Set<String> = []) -> ChecklistProgress {
    ChecklistProgress(of: Checklist.read(text).checklist, succeeded: succeeded)
  }

  private let items = "## A | b\n- {X} a\n- {IP} b\n- { } c\n## Ünï\n- { } d\n"

  @Test func progressOfEachSectionAndInTotal() {
    #expect(
      progress(items).table.lines == [
        "| Section   | Progress                 | Notes |",
        "| --------- | ------------------------ | ----- |",
        "| A \\| b    | 1/3 (33%), 1 in progress |       |",
        "| Ünï       | 0/1 (0%)                 |       |",
        "| **Total** | 1/4 (25%), 1 in progress |       |",
      ])
    #expect(progress("- {X} a").table.lines[2] == "| (no heading) | 1/1 (100%) |       |")
  }

  @Test func aTaskCompletesTheItemsThatNameItAndNoOthers() {
    let text = "- { } a (maint: x)\n- {IP} b (maint: x, maint: y)\n- {X} c (maint: z)\n- { } d\n"
    #expect(progress(text).total == Tally(done: 1, inProgress: 1, count: 4))
    #expect(progress(text, ["x"]).total == Tally(done: 2, inProgress: 1, count: 4))
    #expect(progress(text, ["x", "y"]).total == Tally(done: 3, inProgress: 0, count: 4))
    #expect(!progress(text, ["x", "y"]).total.isComplete && progress("- {X} a").total.isComplete)
  }

  @Test func percentagesAreRoundedDown() {
    #expect(Tally(done: 199, count: 200).text == "199/200 (99%)" && Tally(done: 2, count: 2).text == "2/2 (100%)")
  }

  @Test func theTableInTheFileIsRewrittenAndAllElseStays() {
    let before = """
      # T\r
      \r
        |section|  Progress | NOTES|  \r
        |:--|--:|:-:|\r
        | Old | 1/1 |  |\r
        | *Ünï* | x | by May \\| June |\r
        | A \\| b | | cut | here |\r
        | **Total** | 7 | go on |\t\r
      after\r
      \(items)no last line break
      """
    let checklist = Checklist.read(before).checklist
    #expect(checklist.strayNotes.isEmpty)
    let result = text(ChecklistProgress(of: checklist, succeeded: []).bytesWithTable) ?? ""
    #expect(
      result == """
        # T\r
        \r
          | Section   |                 Progress | Notes          |\r
          | :-------- | -----------------------: | :------------: |\r
          | A \\| b    | 1/3 (33%), 1 in progress | cut \\| here    |\r
          | Ünï       |                 0/1 (0%) | by May \\| June |\r
          | **Total** | 1/4 (25%), 1 in progress | go on          |\t\r
        after\r
        \(items)no last line break
        """, "\(result)")
    let again = Checklist.read(result).checklist
    #expect(text(ChecklistProgress(of: again, succeeded: []).bytesWithTable) == result)
  }

  @Test(arguments: [
    "| Section | Progress |\n| --- | --- |\n", "| Section | Progress | Notes | Who |\n| - | - | - | - |\n",
    "| Section | Progress | Notes |\n| A | 1/1 | x |\n", "| Section | Progress | Notes |\n\n| --- | --- | --- |\n",
    "```\n| Section | Progress | Notes |\n| --- | --- | --- |\n```\n", "",
  ])
  func otherTablesAreLeftAlone(table: String) {
    #expect(progress(table + items).bytesWithTable == nil)
  }

  @Test func onlyTheFirstOfTwoCounts() {
    let table = "| Section | Progress | Notes |\n| --- | --- | --- |\n"
    let result = text(progress("\(table)\n\(table)\n- { } a\n").bytesWithTable) ?? ""
    #expect(result.hasSuffix("|\n\n\(table)\n- { } a\n") && result.contains("| **Total**    | 0/1 (0%) |       |\n\n|"))
  }

  @Test func aNoteWithoutASectionIsTold() {
    let table = """
      | Section | Progress | Notes |
      | --- | --- | --- |
      | 4. A \\| B | 1/1 | kept |
      | Gone | 1/1 | lost |
      | Gone too | 1/1 | |

      """
    let checklist = Checklist.read(table + items).checklist
    let stray = checklist.strayNotes.sorted
    #expect(stray.map(\.message) == ["no section with items is called 'Gone'"])
    #expect(stray.first?.range.map { checklist.source.text(in: $0) } == "| Gone | 1/1 | lost |")
  }
}
