import Catalog

/// The files that shell texts read in by `.` or `source`, and those that these read in, as far as their paths can be proven
/// without running anything: by literal text, by the values that are given and that nothing in the text changes, and by
/// variables that it sets once and in any case. Of all else it says that it is unknown.
package struct SourcedFiles {
  package struct File: Sendable {
    package let path: String
    /// Empty where it is not there, or cannot be read.
    package let bytes: [UInt8]
    package var isMissing = false
    /// It is there, and what is in it cannot be told: it cannot be read, is no UTF-8, or has a NUL in it.
    package var isUnreadable = false
  }

  /// What is in a file.
  package enum Content: Sendable {
    case bytes([UInt8])
    case missing
    case unreadable
  }

  /// What only the shell will know.
  package struct Unknown: Sendable {
    package enum Kind: Sendable {
      /// Which file it reads in.
      case path
      /// The text that another shell, `eval` or `trap` runs.
      case text
      /// What a command does.
      case command
      /// What a shell runs that is an argument of some program.
      case started
      /// Nothing of that: there are more files than are looked at.
      case tooMany
    }

    /// As it is written, on one line.
    package let words: String
    package let kind: Kind
    /// Where in the text that was added; nil: in a file that it sources.
    package let range: Range<Int>?

    init(words: String, kind: Kind, range: Range<Int>?) {
      let line = words.split(separator: "\n", omittingEmptySubsequences: false).first.map(String.init) ?? ""
      let isCut = line.count > Self.longest || line.utf8.count < words.utf8.count
      self.words = isCut ? "\(line.prefix(Self.longest))…" : line
      (self.kind, self.range) = (kind, range)
    }

    private static let longest = 100
  }

  /// In the order in which they are met, each once.
  package private(set) var files: [File] = []
  /// In the order in which they are met.
  package private(set) var unknown: [Unknown] = []
  /// Each once, sorted.
  package var unknownWords: [String] { Set(unknown.map(\.words)).sorted() }
  /// Programs of the project that the texts run: what is in them nobody looks at.
  package private(set) var programs: [String] = []
  /// Those given to the texts by whose values the paths were told.
  package private(set) var variables: Set<String> = []
  /// Commands that start a shell with something to run, as far as their words tell: what that is nobody looks at.
  package private(set) var started: [Unknown] = []
  private var (mentioned, assigned, runPaths): ([String], [String], [String]) = ([], [], [])
  private var paths: Set<ExactText> = []
  private let project: String?
  private let library: SourceLibrary

  /// Each look knows what the one before it has found, so that it comes to an end long before.
  private static let mostLooks = 20

  /// `texts`: those that were taken apart for others. `project`: its folder, also for texts that are not given it. `read`: what
  /// is in a file.
  package init(
    _ texts: SourcingTexts = SourcingTexts(), project: String? = nil, read: @escaping (String) -> Content
  ) {
    self.project = project
    library = SourceLibrary(texts, read: read)
  }

  /// Adds those of a text that begins in this folder with these variables.
  package mutating func add(_ text: String, shell: Step.Shell, variables: [String: String], folder: String) {
    let (text, first) = (library.text(text, shell), Self.beginning(variables).map { library.text($0, .bash) })
    var settings = text.settings
    for _ in 0..<Self.mostLooks {
      var look = SourcingLook(settings, given: variables, project: project, library)
      var own = SourcingLook.Shell(values: KnownValues(given: variables, folder: folder, settings))
      own.projectFolder = look.project.flatMap { ProjectPaths.folder(folder, in: $0) }
      if let first { look.look(atBeginning: first, &own) }
      look.look(at: text, shell, &own)
      let before = settings
      settings.join(look.found)
      if settings == before { return take(look) }
    }
    unknown.append(Unknown(words: "a text that nobody can follow", kind: .text, range: 0..<0))
  }

  /// What a bash reads in before anything else, also one that a step of another shell starts: the value is expanded as it
  /// would be between double quotes, and a name alone is looked for in the working folder.
  private static func beginning(_ variables: [String: String]) -> String? {
    guard let value = variables["BASH_ENV"], !value.isEmpty else { return nil }
    // What quotes and backslashes in it are, only that shell knows.
    if value.contains(where: { "\"\\`".contains($0) }) { return ". \"$BASH_ENV\"" }
    let place = value.contains("/") || value.contains("$") ? value : "./\(value)"
    return ". \"\(place)\""
  }

  /// Paths in the project that stand in commands, and that are neither read in nor among the programs: what is there nobody
  /// looks at, whatever the commands do with it. Each once, sorted.
  package var named: [String] {
    let read = Set(files.map { ExactText(ProjectPaths.plain($0.path)) })
    let told = read.union((programs + runPaths).map { ExactText(ProjectPaths.plain($0)) })
    // By the name of a folder, a text makes those of the files that it reads in.
    let own = assigned.filter { folder in !read.contains { $0.text.utf8.starts(with: "\(folder)/".utf8) } }
    return Set((mentioned + own).map { ExactText($0) }).subtracting(told).sorted().map(\.text)
  }

  /// What of the texts an approval does not cover, as it is written. Each once, sorted.
  package var uncoveredWords: [String] { Set((unknown + started).map(\.words)).sorted() }

  private mutating func take(_ look: SourcingLook) {
    for file in look.files where paths.insert(ExactText(file.path)).inserted { files.append(file) }
    for program in look.programs where !programs.contains(program) { programs.append(program) }
    unknown += look.unknown
    started += look.started
    (mentioned, assigned) = (mentioned + look.mentioned, assigned + look.assigned)
    runPaths += look.runPaths
    variables.formUnion(look.variables)
  }
}
