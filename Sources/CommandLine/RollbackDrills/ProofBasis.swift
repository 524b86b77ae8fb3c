import Backups
import Catalog
import Glibc
import Hashing
import Linting
import Planning
import Supervision

/// Finds what a proof of a task rests on, as it is now.
struct ProofBasis {
  /// As a basis names it.
  let project: String
  private let catalog: Catalog
  private let system: String
  private let texts = SourcingTexts()

  /// `project`: its folder, from which the catalog was read.
  init(_ catalog: Catalog, project: String) {
    self.catalog = catalog
    self.project = FolderChoice.resolved(project) ?? FolderChoice.absolute(project)
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
    let found = catalog.runbooks[name].map { self.sources(of: $0, with: parameters) }
    for file in (found?.files ?? []).sorted(by: { ExactText($0.path) < ExactText($1.path) }) {
      sources += Array(file.path.utf8) + [0] + file.bytes + [0]
    }
    var basis = ProofRecord.Basis(
      project: project, runbookHash: Digest.hexadecimal(of: text), parameters: parameters,
      sourcesHash: Digest.hexadecimal(of: sources), system: system, version: Version.text)
    let unreadable = (found?.files ?? []).filter(\.isUnreadable).map(\.path)
    basis.unknownSources = (found?.unknownWords ?? []) + unreadable
    return basis
  }

  /// Of what a drill rested on all but the parameters, as it is now; nil where the runbook is not at hand.
  func basis(now drill: ProofRecord) -> ProofRecord.Basis? {
    catalog.runbooks[drill.runbook].map { basis(of: $0.name, with: drill.basis.parameters) }
  }

  /// The files that its shell texts source.
  func sources(of task: PlannedTask) -> SourcedFiles? {
    let parameters = task.parameters.map { SuccessRule.Parameter(name: $0.name, value: $0.value) }
    return catalog.runbooks[task.task.runbook].map { sources(of: $0, with: parameters) }
  }

  func sources(of runbook: Runbook, with parameters: [SuccessRule.Parameter]) -> SourcedFiles {
    var sourced = SourcedFiles(texts, project: project) { Self.read($0) }
    var values = Dictionary(parameters.map { ($0.name, $0.value) }) { $1 }
    values[StepVariable.project.rawValue] = project
    for step in Stage.allCases.flatMap({ runbook.steps(of: $0) }) {
      let own = values.merging(step.environment.map { ($0.name, $0.value) }) { $1 }
      // That of a path to back up or restore is maint's own.
      let run = step.pathAction == nil || !step.environment.isEmpty ? step.run : nil
      for text in [run, step.undo, step.condition, step.rehearsal?.text].compactMap(\.self) {
        sourced.add(text, shell: step.shell, variables: own, folder: step.workingDirectory ?? "/")
      }
    }
    for case .command(let text) in runbook.secrets.map(\.origin) {
      sourced.add(text, shell: .sh, variables: [:], folder: "/")
    }
    // Taken off-site, its backups are in the hands of what that text reads in.
    if let copy = runbook.copyCommand(catalog.defaults) {
      sourced.add(copy.run, shell: .sh, variables: values, folder: "/")
    }
    return sourced
  }

  /// As in a subject: of one that is not there that of no bytes; nil: it cannot be read.
  static func hash(ofFile path: String) -> String? {
    switch state(ofFile: path) {
    case .text(let hash): hash
    case .missing: Digest.hexadecimal(of: [])
    case .unreadable: nil
    }
  }

  static func state(ofFile path: String) -> SourcedState {
    switch read(path) {
    case .bytes(let bytes): .text(Digest.hexadecimal(of: bytes))
    case .missing: .missing
    case .unreadable: .unreadable
    }
  }

  /// Of other than regular files, reading could wait for ever; none that a shell reads in is large.
  private static func read(_ path: String) -> SourcedFiles.Content {
    var status = stat()
    guard stat(path, &status) == 0 else { return errno == ENOENT || errno == ENOTDIR ? .missing : .unreadable }
    guard status.st_mode & S_IFMT == S_IFREG, status.st_size <= mostBytes else { return .unreadable }
    return SmallFile.read(path).map(SourcedFiles.Content.bytes) ?? .unreadable
  }

  private static let mostBytes = 1 << 24

  private static func release() -> String {
    let text = String(decoding: SmallFile.read("/etc/os-release") ?? [], as: UTF8.self)
    let line = text.split(separator: "\n").first { $0.hasPrefix("PRETTY_NAME=") }
    return line.map { $0.dropFirst(12).filter { $0 != "\"" } } ?? "unknown"
  }
}

extension Step.Rehearsal {
  /// What runs in place of the step.
  fileprivate var text: String? { if case .replace(let text) = self { text } else { nil } }
}
