import Testing

@testable import Diagnostics

@Suite struct DiagnosticBagTests {
  private func diagnostic(_ path: String, _ offset: Int?, _ message: String, _ severity: Diagnostic.Severity = .error)
    -> Diagnostic
  {
    let source = Source(path: path, bytes: Array(repeating: 0x61, count: 1000))
    let place = offset.map { Place.text(source, SourceRange(at: $0)) } ?? .path(path)
    return Diagnostic(.anchor, message, severity: severity, at: place)
  }

  @Test func sortsByPathAndPlaceAndKeepsTheOrderOfEquals() {
    var bag = DiagnosticBag()
    let found: [(String, Int?, String)] = [
      ("b", 5, "4"), ("a", 9, "2"), ("b", nil, "3"), ("a", 2, "0"), ("a", 2, "1"), ("b", 10, "5"),
    ]
    for (path, offset, message) in found { bag.append(diagnostic(path, offset, message)) }
    #expect(bag.sorted.map(\.message) == ["0", "1", "2", "3", "4", "5"])
  }

  @Test func warningsAreNoErrors() {
    var bag = DiagnosticBag()
    #expect(bag.isEmpty && !bag.hasErrors)
    bag.append(diagnostic("a", 1, "w", .warning))
    #expect(!bag.isEmpty && !bag.hasErrors && bag.count == 1)
    bag.append(diagnostic("a", 1, "e"))
    #expect(bag.hasErrors && bag.errorCount == 1 && bag.count == 2)
  }

  @Test func aNoteStaysOneWhereWarningsCountAsErrors() {
    var bag = DiagnosticBag()
    bag.append(diagnostic("a", 1, "n", .note))
    bag.append(diagnostic("a", 1, "w", .warning))
    #expect(bag.noteCount == 1 && bag.warningCount == 1 && bag.errorCount == 0)
    let strict = bag.withWarningsAsErrors
    #expect(strict.sorted.map(\.severity) == [.note, .error])
    #expect(strict.noteCount == 1 && strict.warningCount == 0 && strict.errorCount == 1)
    var other = DiagnosticBag()
    other.append(contentsOf: strict)
    #expect(other.noteCount == 1 && other.errorCount == 1)
  }

  @Test func ofAFileTwentyAreShownErrorsFirst() {
    var bag = DiagnosticBag()
    for index in 0..<30 { bag.append(diagnostic("a", index, "warning \(index)", .warning)) }
    for index in 30..<45 { bag.append(diagnostic("a", index, "error \(index)")) }
    bag.append(diagnostic("b", 0, "other"))
    let text = DiagnosticRenderer(color: false).render(bag)
    #expect(text.split(separator: "\n").count { $0.contains("[anchor]") } == 21)
    #expect(text.contains("error 44") && text.contains("warning 4 ") && !text.contains("warning 5 "))
    #expect(text.contains("a: … and 25 more\nb:1:1"))
  }

  @Test func manyAreCountedButNotKept() {
    var bag = DiagnosticBag()
    for _ in 0..<1000 { bag.append(diagnostic("a", 1, "e")) }
    #expect(bag.sorted.count == DiagnosticBag.keptPerFile && bag.count == 1000 && bag.errorCount == 1000)
    var other = DiagnosticBag()
    other.append(diagnostic("a", 0, "e"))
    other.append(contentsOf: bag)
    #expect(other.count == 1001 && other.errorCount == 1001 && other.sorted.count == DiagnosticBag.keptPerFile)
    #expect(DiagnosticRenderer(color: false).render(other).hasSuffix("a: … and 981 more\n"))
  }

  @Test func identifiersAreUniqueAndKebabCase() {
    for id in DiagnosticID.allCases {
      #expect(id.rawValue.utf8.allSatisfy { $0 == 0x2D || (0x61...0x7A).contains($0) || $0 == 0x38 }, "\(id)")
    }
  }
}
