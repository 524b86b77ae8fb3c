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
  private var paths: Set<ExactText> = []
  private let library: SourceLibrary

  /// Each look knows what the one before it has found, so that it comes to an end long before.
  private static let mostLooks = 20

  /// `texts`: those that were taken apart for others. `read`: what is in a file.
  package init(_ texts: SourcingTexts = SourcingTexts(), read: @escaping (String) -> Content) {
    library = SourceLibrary(texts, read: read)
  }

  /// Adds those of a text that begins in this folder with these variables.
  package mutating func add(_ text: String, shell: Step.Shell, variables: [String: String], folder: String) {
    let (text, first) = (library.text(text, shell), Self.beginning(variables).map { library.text($0, .bash) })
    var settings = text.settings
    for _ in 0..<Self.mostLooks {
      var look = SourcingLook(settings, given: variables, library)
      var own = SourcingLook.Shell(values: KnownValues(given: variables, folder: folder, settings))
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

  private mutating func take(_ look: SourcingLook) {
    for file in look.files where paths.insert(ExactText(file.path)).inserted { files.append(file) }
    for program in look.programs where !programs.contains(program) { programs.append(program) }
    unknown += look.unknown
    variables.formUnion(look.variables)
  }
}
