import Diagnostics
import Testing

@testable import Catalog

/// The first look at a runbook says what reading all of it says.
@Suite struct OutlineTests {
  /// By the whole reading; nil: it is not sound.
  private func hasWayBack(_ text: String) -> Bool? {
    var diagnostics = DiagnosticBag()
    let file = ProjectText.File(path: "runbooks/a.yaml", bytes: Array(text.utf8))
    let schedule = ProjectText.File(
      path: "schedules/s.yaml", bytes: Array("maintenance_schedule: {daily: [a]}\n".utf8))
    let catalog = CatalogLoader.load(text: ProjectText(files: [file, schedule]), diagnostics: &diagnostics)
    guard !diagnostics.hasErrors, let runbook = catalog.runbooks["a"] else { return nil }
    return !runbook.change.isEmpty && runbook.noRollbackReason == nil
  }

  @Test(arguments: [
    ("precheck: [':']\n", false),
    ("precheck: [':']\nchange:\n  - {run: ':', undo: ':'}\n", true),
    ("change:\n- {run: ':', undo: ':'}\nverify: [':']", true),
    ("change: # what it does\n\n  # at last\n\n  - {run: ':', undo: ':'}\n", true),
    ("change:\n  -\n    run: ':'\n    undo: ':'\n", true),
    ("change:\n  - ':'\nrollback: none\nreason: it is gone\n", false),
    ("reason: it is gone\nrollback:   none   # really\nchange:\n  - ':'\n", false),
    ("change:\n  - ':'\nrollback:\n  - ':'\n", true),
    ("change:\n  - ':'\nrollback: ## none\n  - ':'\n", true),
    ("description: |\n  change:\n\n  rollback: none\nprecheck: [':']\n", false),
    ("description: >-\n  x\nprecheck:\n- |\n  change:\n  - x\n", false),
    ("description: \"x\n\n  change:\n  - x\"\nprecheck: [':']\n", false),
    ("touches: [\n  /a,\n]\nchange:\n  - {run: ':', undo: ':'}\n", true),
    ("requires: [sh]\nlocks: [a, b]  # both\nchange:\n  - ':'\nrollback: none\nreason: x\n", false),
  ]) func itTellsOfWhatIsWrittenAsUsual(_ text: String, _ expected: Bool) {
    #expect(RunbookOutline(Array(text.utf8))?.hasWayBack == expected)
    #expect(hasWayBack(text) == expected)
  }

  /// Each is sound but for the last ones, and says something else than it seems to.
  @Test(arguments: [
    "{change: [{run: ':', undo: ':'}]}", "  precheck: [':']\n  change:\n    - {run: ':', undo: ':'}\n",
    "---\nchange:\n  - {run: ':', undo: ':'}\n", "\"change\":\n  - {run: ':', undo: ':'}\n",
    "change: [{run: ':', undo: ':'}]\n", "change:\n  [{run: ':', undo: ':'}]\n",
    "change:\r\n  - {run: ':', undo: ':'}\r\n", "change:\n  - ':'\nrollback: \"none\"\nreason: x\n",
    "change:\n  - ':'\nrollback: [':']\n", "precheck: [\n':'\n]\n",
    "precheck: [\n  ':'\n  ]\n", "locks: [\n  a]\nchange:\n  - {run: ':', undo: ':'}\n",
    "precheck: [':',\nchange: []\n]\n",
    "", "# nothing\n", "change:\n", "change:\nprecheck: [':']\n", "change:\n  []\nprecheck: [':']\n", "- a\n",
    "change\n",
  ]) func whatIsWrittenInAnotherWayIsLeftToTheWholeReading(_ text: String) {
    #expect(RunbookOutline(Array(text.utf8)) == nil)
  }
}
