import Catalog

/// The files that shell texts read in by `.` or `source`, and those that these read in, as far as their paths can be told
/// without running anything.
package struct SourcedFiles {
  package struct File: Sendable {
    package let path: String
    /// Empty where it is not there, or cannot be read.
    package let bytes: [UInt8]
    /// It is there, and what is in it cannot be told.
    package let isUnreadable: Bool
    package let isMissing: Bool
  }

  /// What is in a file.
  package enum Content: Sendable {
    case bytes([UInt8])
    case missing
    case unreadable
  }

  /// A file whose path only the shell will know.
  package struct Unknown: Sendable {
    /// As it is written.
    package let words: String
    /// Where in the text that was added; nil: in a file that it sources.
    package let range: Range<Int>?
  }

  /// In the order in which they are met, each once; those among them that may be meant by what is unknown.
  package private(set) var files: [File] = []
  /// In the order in which they are met.
  package private(set) var unknown: [Unknown] = []
  /// Those given to the texts by whose values the paths were told.
  package private(set) var variables: Set<String> = []
  private var paths: Set<String> = []
  private let read: (String) -> Content

  /// More are no operator's; what is left out is unknown.
  static let most = 100

  /// `read`: what is in a file.
  package init(read: @escaping (String) -> Content) {
    var known: [String: Content] = [:]
    // One file may be met several times, and is the same each time.
    self.read = { path in
      if let content = known[path] { return content }
      let content = read(path)
      known[path] = content
      return content
    }
  }

  /// Adds those of a text that begins in this folder with these variables.
  package mutating func add(_ text: String, shell: Step.Shell, variables: [String: String], folder: String) {
    var doubts = ShellDoubts()
    while true {
      var walk = SourceWalk(variables: variables, folder: folder, doubts, room: Self.most - files.count, read: read)
      walk.addBeginning(variables["BASH_ENV"])
      walk.add(ShellScript(text, shell: shell), shell)
      let found = walk.doubts
      // What was met on the way may put in doubt what was taken for certain before it.
      if doubts.contains(found) { return take(walk) }
      doubts.formUnion(found)
    }
  }

  private mutating func take(_ walk: SourceWalk) {
    for file in walk.files where files.count < Self.most && paths.insert(file.path).inserted { files.append(file) }
    unknown += walk.unknown.prefix(Self.most - unknown.count)
    variables.formUnion(walk.origins)
  }
}
