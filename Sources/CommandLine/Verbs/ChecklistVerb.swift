import Checklists
import Diagnostics
import Glibc
import Reporting
import Syntax

/// `maint checklist [ACTION] FILE [ITEM]`: how far a checklist is; changes the marker of an item, or the table in the file.
struct ChecklistVerb {
  let context: Context

  func callAsFunction() throws(CommandFailure) -> ExitCode {
    changes ? try FileTurn.take(at: path, carryOut) : try carryOut()
  }

  private func carryOut() throws(CommandFailure) -> ExitCode {
    let source = try read()
    var checklist = try understood(source)
    var item: ChecklistItem?
    var wasMarked = false
    if let action = context.invocation.argument(.action).flatMap(ChecklistAction.init) {
      let found = try self.item(of: checklist)
      checklist = try again(Source(path: source.path, bytes: checklist.bytes(marking: found, action.marker)))
      wasMarked = found.marker == action.marker
      item = checklist.items.first { $0.name == found.name }
    }
    guard item == nil || asksForProgress else {
      try write(checklist, over: source)
      tell(item, wasMarked: wasMarked)
      context.errors.write(context.render(ChecklistTasks(context: context).warnings(of: checklist)))
      return .success
    }
    let report = try report(on: checklist)
    if context.invocation.has(.fixTable) { checklist = try withTable(checklist, report) }
    try write(checklist, over: source)
    if context.isJSON {
      context.output.write(report.json)
    } else {
      tell(item, wasMarked: wasMarked)
      context.output.write(
        report.text(
          appearance: context.appearance(of: STDOUT_FILENO), listsItems: context.invocation.has(.verbose)))
    }
    return context.invocation.has(.check) && !report.isComplete ? .failed : .success
  }

  /// Where an item is marked, its own line is the answer; the project and the run log are not needed for it.
  private var asksForProgress: Bool {
    [.json, .verbose, .check, .fixTable].contains(where: context.invocation.has)
  }

  private func tell(_ item: ChecklistItem?, wasMarked: Bool) {
    guard let item else { return }
    context.output.write(
      ChecklistReport.lines(marked: item, wasMarked: wasMarked, appearance: context.appearance(of: STDOUT_FILENO)))
  }

  // MARK: - Reading

  private var path: String { context.invocation.argument(.file) ?? "-" }

  private var changes: Bool {
    context.invocation.has(.fixTable) || context.invocation.argument(.action) != nil
  }

  private func read() throws(CommandFailure) -> Source {
    if path == "-", changes {
      throw CommandFailure("what comes from standard input cannot be changed", hint: "name the FILE", exitCode: .usage)
    }
    do throws(ReadFailure) {
      return try SourceReader.read(path: path)
    } catch {
      var diagnostics = DiagnosticBag()
      diagnostics.append(error.diagnostic)
      context.errors.write(context.render(diagnostics))
      let isMissing = error.diagnostic.id == .fileNotFound
      throw CommandFailure(
        "there is no checklist to read", hint: isMissing ? orderOfWords : nil,
        exitCode: isMissing ? .notFound : .invalid)
    }
  }

  /// Where the words after the action are the other way round.
  private var orderOfWords: String? {
    guard let action = context.invocation.argument(.action), let item = context.invocation.argument(.item),
      access(item, F_OK) == 0
    else { return nil }
    return "the FILE comes first: maint checklist \(action) FILE ITEM"
  }

  private func understood(_ source: Source) throws(CommandFailure) -> Checklist {
    var diagnostics = DiagnosticBag()
    let checklist = Checklist(source, diagnostics: &diagnostics)
    try refuse(diagnostics, path: source.path)
    return checklist
  }

  /// What is made of a checklist that was understood: its warnings are told already.
  private func again(_ source: Source) throws(CommandFailure) -> Checklist {
    var diagnostics = DiagnosticBag()
    let checklist = Checklist(source, diagnostics: &diagnostics)
    if diagnostics.hasErrors { try refuse(diagnostics, path: source.path) }
    return checklist
  }

  private func item(of checklist: Checklist) throws(CommandFailure) -> ChecklistItem {
    do throws(ItemProblem) {
      return try ItemSearch(checklist).item(named: context.invocation.argument(.item) ?? "")
    } catch {
      throw CommandFailure(
        HarmlessText.words(error.message), hint: HarmlessText.words(error.hint),
        exitCode: error.kind == .unknown ? .notFound : .usage)
    }
  }

  // MARK: - Progress

  private func report(on checklist: Checklist) throws(CommandFailure) -> ChecklistReport {
    let reading = SystemClock.reading()
    var diagnostics = checklist.strayNotes
    let tasks = try ChecklistTasks(context: context)(of: checklist, at: reading, diagnostics: &diagnostics)
    try refuse(diagnostics, path: checklist.source.path)
    return ChecklistReport(checklist, tasks: tasks, at: reading.wall, zone: context.zone)
  }

  private func withTable(_ checklist: Checklist, _ report: ChecklistReport) throws(CommandFailure) -> Checklist {
    let path = checklist.source.path
    guard let bytes = report.bytesWithTable else {
      throw CommandFailure(
        "\(path) has no table of its progress and is left as it is",
        hint: "write these two lines where it is to stand: '| Section | Progress | Notes |' and '| --- | --- | --- |'",
        exitCode: .invalid)
    }
    // The table is made of text, and the bytes of another encoding would not be kept.
    if let line = Self.firstOtherLine(checklist.source.bytes) {
      throw CommandFailure(
        "\(path) is left as it is: line \(line) is not UTF-8, and a new table would ruin what it says",
        hint: "save it as UTF-8, such as: iconv -f ISO-8859-1 -t UTF-8", exitCode: .invalid)
    }
    guard checklist.strayNotes.isEmpty else {
      throw CommandFailure(
        "\(path) is left as it is: a note would be lost", hint: "give it to a section that is there, or remove it",
        exitCode: .invalid)
    }
    return try again(Source(path: path, bytes: bytes))
  }

  /// The number of the first line that is not UTF-8; nil: all are.
  private static func firstOtherLine(_ bytes: [UInt8]) -> Int? {
    if String(validating: bytes, as: UTF8.self) != nil { return nil }
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    return lines.firstIndex { String(validating: $0, as: UTF8.self) == nil }.map { $0 + 1 }
  }

  private func refuse(_ diagnostics: DiagnosticBag, path: String) throws(CommandFailure) {
    context.errors.write(context.render(diagnostics))
    guard diagnostics.hasErrors else { return }
    throw CommandFailure(
      "nothing of \(path) was counted or changed", hint: "mend what is shown above", exitCode: .invalid)
  }

  private func write(_ checklist: Checklist, over old: Source) throws(CommandFailure) {
    guard checklist.source.bytes != old.bytes else { return }
    try TrustedPaths(context: context).check(replaced: old.path)
    try FileReplacement.replace(old.path, holding: old.bytes, by: checklist.source.bytes)
  }
}
