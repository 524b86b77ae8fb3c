import Testing

@testable import Checklists

@Suite struct MarkingTests {
  @Test(arguments: Marker.allCases)
  func onlyTheMarkerChanges(marker: Marker) throws {
    let before = "\u{FEFF}# T\r\n- { } a  \n\t* {IP} b\n\n- {X} {X} c"
    let checklist = Checklist.read(before).checklist
    let bytes = checklist.items.map { text(checklist.bytes(marking: $0, marker)) }
    #expect(
      bytes == [
        "\u{FEFF}# T\r\n- \(marker.rawValue) a  \n\t* {IP} b\n\n- {X} {X} c",
        "\u{FEFF}# T\r\n- { } a  \n\t* \(marker.rawValue) b\n\n- {X} {X} c",
        "\u{FEFF}# T\r\n- { } a  \n\t* {IP} b\n\n- \(marker.rawValue) {X} c",
      ])
  }

  private let checklist = Checklist.read(
    """
    # Backups
    - { } Restore one backup each week
    - { } Restore
    - { } 2.1 is not its number
    # Windows
    - { } Agree on windows
    - { } Agree on Freezes
    """
  ).checklist

  private func found(_ name: String) throws(ItemProblem) -> String { try ItemSearch(checklist).item(named: name).name }

  @Test(arguments: [
    ("1.1", "1.1"), ("2.2", "2.2"), ("one backup", "1.1"), ("restore", "1.2"), ("agree  ON freezes", "2.2"),
    (" windows ", "2.1"),
  ])
  func itemsAreFound(name: String, number: String) throws { #expect(try found(name) == number) }

  @Test(arguments: [
    ("2.1", ItemProblem.Kind.unclear, "'2.1' could be 2 items", "1.3 '2.1 is not its number', 2.1 'Agree on windows'"),
    ("agree", .unclear, "'agree' could be 2 items", "2.1 'Agree on windows', 2.2 'Agree on Freezes'"),
    ("1.4", .unknown, "there is no item 1.4", "section 1 goes up to 1.3"),
    ("3.1", .unknown, "there is no item 3.1", "the sections are 1, 2"),
    ("1.0", .unknown, "there is no item 1.0", "section 1 goes up to 1.3"),
    ("agree on freeze dates", .unknown, "no item has 'agree on freeze dates'", "did you mean 2.2 'Agree on Freezes'?"),
    ("bakcup", .unknown, "no item has 'bakcup' in its text", "did you mean 1.1 'Restore one backup each week'?"),
    ("quite another", .unknown, "no item has", "'maint checklist FILE -v' lists"),
  ])
  func whatIsNotFoundIsTold(name: String, kind: ItemProblem.Kind, message: String, hint: String) throws {
    let problem = try #require(throws: ItemProblem.self) { try found(name) }
    #expect(problem.kind == kind && problem.message.hasPrefix(message) && problem.hint.contains(hint), "\(problem)")
  }

  @Test func manyCandidatesAreCounted() throws {
    let many = Checklist.read((1...9).map { "- { } thing \($0)\n" }.joined()).checklist
    let problem = try #require(throws: ItemProblem.self) { try ItemSearch(many).item(named: "thing") }
    #expect(problem.message == "'thing' could be 9 items" && problem.hint.hasSuffix("1.5 'thing 5' … and 4 more"))
  }
}
