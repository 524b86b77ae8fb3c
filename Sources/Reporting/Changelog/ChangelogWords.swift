import RunLog

/// What the forms of the change log for people have in common: words, each escaped by the form.
struct ChangelogWords {
  /// Packages, or files of a project, that are named on one line.
  private static let named = 3

  let entry: ChangelogEntry
  /// Makes a text of unknown origin harmless.
  let escaped: (String) -> String

  /// `run 12`, `run 12, taking back run 11`.
  var run: String? {
    entry.run.map { number in
      switch entry.kind {
      case .packages: "seen by run \(number)"
      case .project: "seen first by run \(number)"
      case .rollback: "run \(number)" + (entry.task?.rollsBack.map { ", taking back run \($0)" } ?? "")
      case .task, .restore, .override, .resolved: "run \(number)"
      }
    }
  }

  /// nil: not known.
  var who: String? {
    switch entry.kind {
    case .packages: "others"
    case .project: nil
    case .task where entry.task?.isDue == true: escaped(entry.who ?? "") + " (due)"
    case .task, .rollback, .restore, .override, .resolved: escaped(entry.who ?? "")
    }
  }

  /// What became of it.
  var state: String {
    let reason = entry.reason.map { ": \(escaped($0))" } ?? ""
    switch entry.state {
    case .inPlace where entry.kind == .rollback: return "taken back"
    case .inPlace: return entry.kind == .restore ? "restored\(reason)" : "in place"
    case .takenBack:
      if let run = entry.task?.takenBackBy { return "taken back by run \(run)" }
      return "rolled back\(reason)"
    case .inDoubt: return entry.kind == .restore ? "not restored\(reason)" : "in doubt\(reason)"
    case .settled: return "was in doubt\(reason); resolved by \(escaped(entry.task?.resolution?.by ?? ""))"
    case .underWay: return "under way, or interrupted"
    case nil: return ""
    }
  }

  /// The runbook's description, category and type, and what people have said.
  var why: [String] {
    var words: [String] = []
    if let runbook = entry.runbook {
      let kinds = [runbook.category?.rawValue, runbook.kind?.rawValue].compactMap { $0 }.joined(separator: ", ")
      if let description = runbook.description { words.append(escaped(description)) }
      if !kinds.isEmpty { words.append(kinds) }
    }
    if let override = entry.task?.override {
      words.append("windows overridden by \(escaped(override.by)): \(escaped(override.reason))")
    }
    if let request = entry.task?.approval { words.append("approved by request \(request)") }
    if let incidents = entry.task?.incidents, !incidents.isEmpty {
      words.append("incident \(incidents.map(String.init).joined(separator: ", "))")
    }
    if entry.kind == .override || entry.kind == .resolved, let reason = entry.reason { words.append(escaped(reason)) }
    return words
  }

  /// `3 files`; of a project with their names.
  var files: String? {
    if entry.kind == .project {
      return "\(Count(entry.projectFiles.count, "file")): \(named(entry.projectFiles.map { escaped($0.path) }))"
    }
    return entry.files.map { $0.count == 0 ? "no file" : Count($0.count, "file").description }
  }

  /// `2 packages: curl 7.88 → 7.89, vim removed`.
  var packages: String? {
    if entry.packages.isEmpty { return nil }
    let names = named(entry.packages.prefix(Self.named).map { Self.words($0, escaped) }, of: entry.packages.count)
    return "\(Count(entry.packages.count, "package")): \(names)\(certainty)"
  }

  /// The first of them, and how many more there are.
  private func named(_ names: [String], of count: Int? = nil) -> String {
    let rest = (count ?? names.count) - min(names.count, Self.named)
    return names.prefix(Self.named).joined(separator: ", ") + (rest > 0 ? ", and \(rest) more" : "")
  }

  /// Where it may have been another's doing.
  var certainty: String {
    entry.task?.isCertain == false ? " (perhaps not by this task: others were at work, or maint was killed)" : ""
  }

  static func words(_ package: PackageChange, _ escaped: (String) -> String) -> String {
    let name = escaped(package.name)
    switch (package.old, package.new) {
    case (let old?, let new?): return "\(name) \(escaped(old)) → \(escaped(new))"
    case (nil, let new?): return "\(name) \(escaped(new)) installed"
    case (let old?, nil): return "\(name) \(escaped(old)) removed"
    case (nil, nil): return name
    }
  }

  /// Of a schedule or runbook.
  static func words(_ file: ProjectChange.File) -> String {
    switch file.kind {
    case .added: "first seen"
    case .removed: "removed"
    case .changed: "changed"
    }
  }

  /// `content, time of /etc/nginx/nginx.conf`.
  static func words(_ file: FileChange) -> String {
    switch file.kind {
    case .added: "added"
    case .removed: "removed"
    case .changed: file.aspects.joined(separator: ", ")
    }
  }
}
