import RunLog
import Scheduling

/// `maint changelog` for a terminal: a line for each entry; with details, what belongs to it below.
package struct ChangelogText {
  private let appearance: Appearance
  private let clock: ClockText
  private let hasDetails: Bool

  package init(appearance: Appearance, zone: Zone, hasDetails: Bool) {
    self.appearance = appearance
    clock = ClockText(zone: zone)
    self.hasDetails = hasDetails
  }

  package func lines(of entry: ChangelogEntry) -> String {
    let words = ChangelogWords(entry: entry) { HarmlessText.words($0) }
    let symbol = symbol(of: entry)
    var head = HarmlessText.words(entry.what)
    // What these are about says it already.
    let run = entry.kind == .override || entry.kind == .resolved ? nil : words.run
    let origin = [run, words.who.map { "by \($0)" }].compactMap { $0 }
    head += " (\(origin.joined(separator: ", ")))"
    let effects = [words.files, words.packages].compactMap { $0 }
    var parts = effects
    if !words.state.isEmpty, entry.kind != .packages, entry.kind != .project { parts.append(words.state) }
    var tail = parts.joined(separator: "; ")
    if !hasDetails || entry.kind == .override || entry.kind == .resolved {
      let why = words.why.joined(separator: "; ")
      if !why.isEmpty { tail += (tail.isEmpty ? "" : ". ") + why }
    }
    let line =
      StyledText(clock.dateAndTime(entry.at), .faint) + "  " + symbol + " " + StyledText(head)
      + (tail.isEmpty ? "" : StyledText(": \(tail)"))
    return appearance.render(hasDetails ? [line] + details(of: entry, words) : [line])
  }

  private func symbol(of entry: ChangelogEntry) -> StyledText {
    switch entry.state {
    case .inPlace where entry.kind == .packages || entry.kind == .project: StyledText("!", .caution)
    case .inPlace where entry.kind == .rollback: StyledText("↩", .caution)
    case .inPlace: StyledText("✓", .good)
    case .takenBack: StyledText("↩", .caution)
    case .inDoubt: StyledText("✗", .alarm)
    case .settled: StyledText("!", .caution)
    case .underWay: StyledText("▸")
    case nil: StyledText("·", .faint)
    }
  }

  private func details(of entry: ChangelogEntry, _ words: ChangelogWords) -> [StyledText] {
    var lines: [StyledText] = []
    if let task = entry.task {
      let why = words.why.joined(separator: "; ")
      if !why.isEmpty { lines.append("    why: \(why)") }
      lines.append("    runbook: \(HarmlessText.words(task.runbook))")
    }
    if let known = entry.knownAt { lines.append("    after \(clock.dateAndTime(known)), when maint last looked") }
    for file in entry.projectFiles {
      let seen = file.kind == .added ? "  first seen" : ""
      lines.append("    \(Self.mark(file.kind)) \(HarmlessText.words(file.path))\(seen)")
    }
    if let files = entry.files {
      lines += files.first.map { file in
        "    \(Self.mark(file.kind)) \(HarmlessText.words(file.file))  \(ChangelogWords.words(file))"
      }
      let rest = files.count - files.first.count
      if rest > 0 { lines.append("    and \(Count(rest, "file")) more") }
    }
    for package in entry.packages {
      let what = ChangelogWords.words(package) { HarmlessText.words($0) }
      lines.append("    package \(what)  \(HarmlessText.words("\(package.manager) \(package.architecture)"))")
    }
    return lines
  }

  private static func mark(_ kind: FileChange.Kind) -> String {
    switch kind {
    case .added: "+"
    case .removed: "-"
    case .changed: "~"
    }
  }

  /// Where there is no entry.
  package static func nothing(since start: Timestamp?, zone: Zone) -> String {
    let since = start.map { " since \(zone.format($0))" } ?? ""
    return "Nothing was changed\(since), as far as maint knows.\n"
  }
}
