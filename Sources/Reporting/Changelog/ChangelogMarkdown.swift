import RunLog
import Scheduling

/// `maint changelog --format markdown`: a table with a line for each entry; with details, a list below it for each.
package struct ChangelogMarkdown {
  private let zone: Zone
  private let host: String

  package init(zone: Zone, host: String) {
    self.zone = zone
    self.host = host
  }

  /// What stands above the entries.
  package func head(since start: Timestamp?, until end: Timestamp, run: Int?) -> String {
    let time = run.map { "run \($0)" } ?? "\(start.map { "\(zone.format($0)) to " } ?? "up to ")\(zone.format(end))"
    return "# Changes on \(MarkdownText.escaped(host)), \(time)\n\n"
      + "| when | what | who | run | files | packages | state | why |\n"
      + "|" + String(repeating: " --- |", count: 8) + "\n"
  }

  /// The row where there is no entry: a table without any looks as if the rest had been lost.
  package static let nothing = "|  | nothing was changed, as far as maint knows |  |  |  |  |  |  |\n"

  package func row(of entry: ChangelogEntry) -> String {
    let words = ChangelogWords(entry: entry, escaped: MarkdownText.escaped)
    let cells = [
      zone.format(entry.at), MarkdownText.escaped(entry.what), words.who ?? "", words.run ?? "", words.files ?? "",
      words.packages ?? "", entry.kind == .packages || entry.kind == .project ? "seen" : words.state,
      words.why.joined(separator: "; "),
    ]
    return "| \(cells.joined(separator: " | ")) |\n"
  }

  /// What belongs to an entry, for below the table; nil where its line says all.
  package func details(of entry: ChangelogEntry) -> String? {
    var points = entry.projectFiles.map { "\(ChangelogWords.words($0)) \(MarkdownText.code($0.path))" }
    if let files = entry.files {
      points += files.first.map { "\(ChangelogWords.words($0)): \(MarkdownText.code($0.file))" }
      let rest = files.count - files.first.count
      if rest > 0 { points.append("and \(Count(rest, "file")) more") }
    }
    points += entry.packages.map { package in
      let origin = MarkdownText.escaped("\(package.manager) \(package.architecture)")
      return "\(ChangelogWords.words(package, MarkdownText.escaped)) (\(origin))"
    }
    if points.isEmpty { return nil }
    var text = MarkdownText()
    text.heading("\(zone.format(entry.at)) \(entry.what)\(entry.run.map { " (run \($0))" } ?? "")", level: 2)
    text.list(points)
    return "\n" + text.text
  }
}
