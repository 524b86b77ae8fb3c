import Backups
import Glibc
import RunLog

/// What putting a path back would change, as far as can be seen now.
struct PathChange {
  /// So many are shown of a path.
  private static let shown = 20

  let record: ArchiveRecord
  let archive: Archive
  let places: RestorePlaces
  let differences: Manifest.Differences
  private let header: Manifest.Header

  /// Compares without writing: the list of names that checksums are made of has no name of its own, in /tmp.
  init(_ record: ArchiveRecord, of backup: TaskBackup, on bench: Workbench) throws(BackupFailure) {
    self.record = record
    archive = backup.archive(record)
    let manifest = try Manifest(file: archive.manifest)
    header = manifest.header
    places = RestorePlaces(target: manifest.header.root, name: backup.restoreName)
    differences = try manifest.compare(with: manifest.header.root, scratch: "/tmp", limit: Self.shown, on: bench)
  }

  /// An earlier restore was interrupted, or had not come to the end of all its paths.
  var isLeftOver: Bool { access(places.folder, F_OK) == 0 }
  var isNeeded: Bool { isLeftOver || !differences.isEmpty }

  /// Lines about the path, each with its line break.
  var text: String {
    let path = TypedWord.harmless(record.path)
    if differences.isEmpty {
      return isLeftOver ? "\(path): an earlier restore of it is finished\n" : "\(path): is as in the backup\n"
    }
    let count = "\(differences.count) \(differences.count == 1 ? "difference" : "differences")"
    if header.isAbsent { return "\(path): did not exist when it was backed up, and is removed (\(count))\n" }
    if differences.count == 1, let only = differences.first.first, only.path.isEmpty {
      return "\(path): \(Self.words(only.kind))\n"
    }
    let rest = differences.count - differences.first.count
    let lines = differences.first.map(Self.line) + (rest > 0 ? ["  and \(rest) more"] : [])
    return (["\(path): \(count)"] + lines).joined(separator: "\n") + "\n"
  }

  private static func line(_ difference: Difference) -> String {
    let symbol =
      switch difference.kind {
      case .missing: "+"
      case .added: "-"
      case .changed: "~"
      }
    return "  \(symbol) \(difference.shownPath) \(words(difference.kind))"
  }

  private static func words(_ kind: Difference.Kind) -> String {
    switch kind {
    case .missing: "comes back"
    case .added: "goes"
    case .changed(let aspects): "gets back its \(aspects.map(\.rawValue).joined(separator: ", "))"
    }
  }
}
