/// The texts of a project's schedules and runbooks as they were read: what a run is recovered by, whatever the files
/// say by then.
package struct ProjectText: Sendable, Hashable {
  package struct File: Sendable, Hashable {
    /// Within the project: `runbooks/nginx.yaml`.
    package var path: String
    package var bytes: [UInt8]

    package init(path: String, bytes: [UInt8]) {
      self.path = path
      self.bytes = bytes
    }

    package var isSchedule: Bool { path.hasPrefix("schedules/") }
    package func isRunbook(_ name: String) -> Bool { path == "runbooks/\(name).yaml" }
  }

  /// Sorted by path.
  package var files: [File]
  /// The files that shell texts of it read in, by their absolute paths.
  package var sourced: [ExactText: SourcedState] = [:]

  package init(files: [File] = []) {
    self.files = files.sorted { $0.path < $1.path }
  }

  /// The comment that a runbook's file begins with, without its marks: what its author tells those who read it.
  package func preface(ofRunbook name: String) -> String? {
    guard let file = files.first(where: { $0.isRunbook(name) }) else { return nil }
    let lines = String(decoding: file.bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    let comment = lines.prefix { $0.hasPrefix("#") }
      .map { $0.dropFirst($0.hasPrefix("# ") ? 2 : 1) }
    return comment.isEmpty ? nil : comment.joined(separator: "\n")
  }

  /// The paths of the schedules, and of those of the runbooks, that are not the same in both.
  package func differences(from other: ProjectText, runbooks: Set<String>) -> [String] {
    func relevant(_ text: ProjectText) -> [String: [UInt8]] {
      let files = text.files.filter { file in file.isSchedule || runbooks.contains { file.isRunbook($0) } }
      return Dictionary(files.map { ($0.path, $0.bytes) }) { first, _ in first }
    }
    let (own, others) = (relevant(self), relevant(other))
    return Set(own.keys).union(others.keys).filter { own[$0] != others[$0] }.sorted()
  }
}
