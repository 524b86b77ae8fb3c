import Backups
import Catalog
import Planning
import Supervision

/// Finds what a proof of a task rests on, as it is now.
struct ProofBasis {
  private let catalog: Catalog
  private let system: String

  init(_ catalog: Catalog) {
    self.catalog = catalog
    system = Self.release()
  }

  func basis(of task: PlannedTask) -> ProofRecord.Basis {
    let parameters = task.parameters.map { SuccessRule.Parameter(name: $0.name, value: $0.value) }
    return basis(of: task.task.runbook, with: parameters.sorted { $0.name < $1.name })
  }

  /// Of a runbook with these parameters, sorted by name.
  func basis(of name: String, with parameters: [SuccessRule.Parameter]) -> ProofRecord.Basis {
    let text = catalog.text.files.first { $0.isRunbook(name) }?.bytes ?? []
    var sources: [UInt8] = []
    if let runbook = catalog.runbooks[name] {
      // A file that cannot be read is as one that is empty, until it can.
      for path in SourcedFile.paths(in: runbook) {
        sources += Array(path.utf8) + [0] + (SmallFile.read(path) ?? []) + [0]
      }
    }
    return ProofRecord.Basis(
      runbookHash: Digest.hexadecimal(of: text), parameters: parameters,
      sourcesHash: Digest.hexadecimal(of: sources), system: system, version: Version.text)
  }

  /// Of what a drill rested on all but the parameters, as it is now; where the runbook is not at hand, as it was.
  func basis(now drill: ProofRecord) -> ProofRecord.Basis {
    guard catalog.runbooks[drill.runbook] != nil else { return drill.basis }
    return basis(of: drill.runbook, with: drill.basis.parameters)
  }

  private static func release() -> String {
    let text = String(decoding: SmallFile.read("/etc/os-release") ?? [], as: UTF8.self)
    let line = text.split(separator: "\n").first { $0.hasPrefix("PRETTY_NAME=") }
    return line.map { $0.dropFirst(12).filter { $0 != "\"" } } ?? "unknown"
  }
}
