import Catalog
import TextSearch

/// One look at a shell text and at all that it reads in: which files these are, and what of it only the shell will know.
///
/// What a line reads in may hang on any other line, as functions, loops and traps run when they like. So a look takes it
/// for given what all the lines do (`settings`), and finds what they do (`found`); where that is more, another look follows.
struct SourcingLook {
  /// A shell at one place of what it reads.
  struct Shell {
    var values: KnownValues
    /// Whether it is one that the shell of the text has started.
    var isChild = false
    /// Its paths begin at another root, or nobody knows where it is.
    var isElsewhere = false
    /// Whether what is read here is run once, at this moment, and in any case.
    var isAtTop = true
    var isCertain = true
    var endsOnFailure = true
    /// Where in the outermost text it stands; nil: it is that text.
    var place: Range<Int>?
    var isFile = false
    /// Of the text that is being read.
    var identity = ExactText("")
    var depth = 0
    /// The folder of the project that it may have gone to, where programs may run what they find there.
    var projectFolder: String?
    /// That from which it has gone elsewhere, and where `cd -` leads.
    var leftFolder: String?
    /// A `return` may have ended what is read here before it comes this far.
    var mayHaveEnded = false
    /// It may have been given arguments.
    var hasArguments = false
    /// It gives itself arguments.
    var setsArguments = false
  }

  /// A command of the text, without what only wraps it.
  struct Call {
    var words: ArraySlice<ShellWord>
    let command: ShellCommand
    let script: ShellScript
    /// `xargs` gives it further arguments.
    var isFed = false
    /// It is started with another environment, or in another folder.
    var isOpaque = false
    var isElsewhere = false
    /// The function in whose body it stands.
    var function: String?
    /// What the text may have given itself as arguments there.
    var arguments: [[String]] = []
    /// What `xargs` and `find` put into it: `{}`, or what `-I` says; nil: nobody can tell.
    var mark: ExactText? = "{}"
    /// It is not certain that it is run as it is here: what stands before it is the value of something, or runs it.
    var isDerived = false
    /// Where its words were put together from those of a text: these.
    var origin: Origin?

    init(_ words: ArraySlice<ShellWord>, _ command: ShellCommand, _ script: ShellScript) {
      (self.words, self.command, self.script) = (words, command, script)
    }

    /// The script in which its redirections are.
    var document: ShellScript { origin?.script ?? script }
  }

  struct Origin {
    let script: ShellScript
    let words: String
    let range: Range<Int>
    let depth: Int
  }

  /// A file that was read in, with all that says what it does.
  private struct Visit: Hashable {
    let path: ExactText
    let values: KnownValues
    let folder: ExactText?
    let states: [Bool]

    init(_ path: String, _ shell: Shell) {
      (self.path, values, folder) = (ExactText(path), shell.values, shell.projectFolder.map { ExactText($0) })
      states = [
        shell.isChild, shell.isElsewhere, shell.isAtTop, shell.isCertain, shell.mayHaveEnded, shell.hasArguments,
        shell.endsOnFailure,
      ]
    }
  }

  let settings: ShellSettings
  /// The variables that are given to the text.
  let given: [String: String]
  let project: String?
  let library: SourceLibrary
  var found = ShellSettings()
  var files: [SourcedFiles.File] = []
  var unknown: [SourcedFiles.Unknown] = []
  var programs: [String] = []
  /// Paths in the project that are words of commands, and those that variables are set to.
  var (mentioned, assigned): ([String], [String]) = ([], [])
  /// Of the programs, where only the shell will know which they are: the paths as far as they are known.
  var runPaths: [String] = []
  /// Commands that start a shell, as far as their words tell.
  var started: [SourcedFiles.Unknown] = []
  var variables: Set<String> = []
  /// How many arguments a function may have taken off.
  var shifts: [String: Int?] = [:]
  private var counted: Set<ExactText> = []
  /// With what was known then at the end of the file; nil: it is not at its end yet.
  private var visits: [Visit: (KnownValues, projectFolder: String?)?] = [:]
  private var paths: Set<ExactText> = []
  /// How many commands were looked at.
  private var work = 0

  /// A text that takes more is none that an operator wrote, and would hold up all of them.
  private static let mostWork = 20_000
  private static let mostBytes = 1 << 20

  /// `project`: its folder, where it is not among what is given.
  init(_ settings: ShellSettings, given: [String: String], project: String?, _ library: SourceLibrary) {
    (self.settings, self.given, self.library) = (settings, given, library)
    self.project = given[StepVariable.project.rawValue] ?? project
  }

  /// What some shells read in before the text: nobody can rely on what it sets.
  mutating func look(atBeginning text: SourcingText, _ shell: inout Shell) {
    var own = shell
    (own.isFile, own.isCertain, own.identity) = (true, false, "BASH_ENV")
    look(at: text, .bash, &own)
    shell.values = own.values
  }

  mutating func look(at text: SourcingText, _ kind: Step.Shell, _ shell: inout Shell) {
    let script = text.script
    if counted.insert(shell.identity).inserted { found.add(text.settings) }
    if script.isCutShort { note("a text that is nested too deeply", .text, at: 0..<0, &shell) }
    for hazard in text.hazards { note(script.text(hazard), .text, at: hazard, &shell) }
    let before = work
    work += script.commands.count + shell.values.count
    guard work <= Self.mostWork else {
      if before <= Self.mostWork { note("a text that would take too long to follow", .tooMany, at: 0..<0, &shell) }
      return
    }
    // Those of a function are its own.
    if text.arguments.contains(where: { $0.function == nil }) {
      shell.setsArguments = true
      if shell.isFile || shell.place != nil { found.hasOtherArguments = true }
    }
    var clauses = script.clauses[...]
    for (index, command) in script.commands.enumerated() {
      while let clause = clauses.first, clause.command <= index {
        clauses = clauses.dropFirst()
        noteMentions(in: clause, Call([], command, script), shell)
      }
      noteMentions(in: Call(command.words[...], command, script), &shell)
      switch text.interests[index] {
      case .none: continue
      case .ofRunner(let name): guard settings.runners[name] != nil else { continue }
      case .any: break
      }
      assign(command, in: script, &shell)
      guard !command.words.isEmpty else { continue }
      var call = Call(command.words[...], command, script)
      call.function = text.functions[index]
      call.arguments = text.arguments.filter { $0.function == call.function }.map(\.words)
      if let function = call.function { shifts[function] = text.shifts[function] ?? .some(0) }
      carryOut(call, kind, &shell)
    }
    for clause in clauses { noteMentions(in: clause, Call([], ShellCommand(), script), shell) }
  }

  /// `name=value` that is a command of its own, and that of `export` and its like.
  private mutating func assign(_ command: ShellCommand, in script: ShellScript, _ shell: inout Shell) {
    guard shell.isCertain, !shell.mayHaveEnded, command.isCertain else { return }
    let declares = ["export", "readonly", "declare", "typeset"].contains(command.name)
    guard command.words.isEmpty || declares else { return }
    let words = command.words.isEmpty ? command.assignments : Array(command.words.dropFirst())
    for word in words {
      guard let name = word.assignedName, settings.isSetOnce(name) else { continue }
      let raw = script.bytes[word.range]
      guard raw.starts(with: Array(name.utf8) + [UInt8(ascii: "=")]) else { continue }
      let value = shell.values.value(raw.dropFirst(name.utf8.count + 1), declares ? .word : .assigned)
      if let value { shell.values.set(name, to: value) }
    }
  }

  /// What is known at the place of a call.
  func values(at call: Call, _ shell: Shell) -> KnownValues {
    let isUnsure = shell.isChild ? settings.childHasUnknown : settings.hasUnknown
    guard isUnsure, call.isDerived || !(shell.isAtTop && call.command.isAtTop) else { return shell.values }
    var values = shell.values
    values.forget()
    return values
  }

  func value(_ word: ShellWord, _ call: Call, _ shell: Shell) -> WordValue? {
    // Of the brackets of tests no name is matched.
    values(at: call, shell).value(call.script.bytes[word.range])
  }

  /// Notes what nobody knows, after which nothing is known of what it may have done.
  mutating func note(
    _ words: String, _ kind: SourcedFiles.Unknown.Kind, at range: Range<Int>, _ shell: inout Shell,
    inChild: Bool = false
  ) {
    unknown.append(
      SourcedFiles.Unknown(words: words, kind: kind, range: shell.isFile ? nil : shell.place ?? range))
    if !inChild { forget(&shell) }
  }

  mutating func note(
    _ call: Call, _ kind: SourcedFiles.Unknown.Kind, at word: ShellWord? = nil, _ shell: inout Shell,
    inChild: Bool = false
  ) {
    if let origin = call.origin { return note(origin.words, kind, at: origin.range, &shell, inChild: inChild) }
    guard let first = call.words.first ?? call.command.words.first,
      let last = call.words.last ?? call.command.words.last
    else { return }
    let text = call.script.text(first.range.lowerBound..<max(first.range.upperBound, last.range.upperBound))
    note(text, kind, at: (word ?? first).range, &shell, inChild: inChild)
  }
}

// MARK: - Files

extension SourcingLook {
  /// `. file`
  mutating func source(_ call: Call, _ kind: Step.Shell, _ shell: inout Shell) {
    var arguments = call.words.dropFirst()
    if arguments.first?.text == "--" { arguments = arguments.dropFirst() }
    // That it takes too long was noted.
    guard let word = arguments.first, let name = call.words.first, work <= Self.mostWork else { return }
    let words = "\(call.script.raw(name)) \(call.script.raw(word))"
    let place = call.origin?.range ?? word.range
    let isHidden = !settings.functions.isDisjoint(with: [".", "source"])
    let isAtTop = shell.isAtTop && call.command.isAtTop && !call.isDerived
    let list = isAtTop ? call.command.list : nil
    guard !isHidden, !shell.isElsewhere, !call.isElsewhere, !call.isFed, !word.text.hasPrefix("-"),
      let value = value(word, call, shell),
      let (path, origins) = values(at: call, shell).path(value, text: shell.identity, list: list)
    else { return note(words, .path, at: place, &shell) }
    variables.formUnion(origins)
    guard let file = library.file(path) else { return note(words, .tooMany, at: place, &shell) }
    if paths.insert(ExactText(path)).inserted { files.append(file) }
    if file.isUnreadable { return forget(&shell) }
    guard file.bytes.count <= Self.mostBytes else { return note(words, .tooMany, at: place, &shell) }
    var inner = shell
    inner.isAtTop = isAtTop
    inner.isCertain = shell.isCertain && !shell.mayHaveEnded && call.command.isCertain && !call.isDerived
    inner.hasArguments = shell.hasArguments || shell.setsArguments || arguments.count > 1 || call.function != nil
    (inner.isFile, inner.identity, inner.mayHaveEnded) = (true, ExactText(path), false)
    let visit = Visit(path, inner)
    if let known = visits[visit] {
      if let known { (shell.values, shell.projectFolder) = known }
      return
    }
    visits[visit] = .some(nil)
    inner.depth += 1
    guard inner.depth < Self.deepest else { return note(words, .tooMany, at: place, &shell) }
    look(at: library.text(of: file, kind), kind, &inner)
    visits[visit] = .some((inner.values, inner.projectFolder))
    (shell.values, shell.projectFolder) = (inner.values, inner.projectFolder)
  }

  private mutating func forget(_ shell: inout Shell) {
    if shell.isChild { found.childHasUnknown = true } else { found.hasUnknown = true }
    shell.values.forget()
  }

  /// As deep as the files of the library can read in each other.
  static let deepest = 110

  /// A program of the project, of which nobody says what is in it. `isFile`: a shell looks for it in its folder.
  /// False where it cannot be told to be one.
  @discardableResult
  mutating func note(program word: ShellWord, isFile: Bool = false, _ call: Call, _ shell: Shell) -> Bool {
    guard let project, !call.isElsewhere, !shell.isElsewhere else { return false }
    let raw = call.script.raw(word)
    let written = value(word, call, shell)
    let isName = isFile && written.map { !$0.text.contains("/") } ?? false
    let named = isName ? WordValue("./\(written?.text ?? "")".utf8, .document, value: { _ in nil }) : written
    let path = named.flatMap { values(at: call, shell).path($0, text: shell.identity, list: 0)?.path }
    let unquoted = raw.filter { $0 != "\"" }
    guard path?.hasPrefix("\(project)/") ?? unquoted.contains(text: "$\(StepVariable.project.rawValue)/") else {
      return false
    }
    let words = path ?? raw
    if !programs.contains(words) { programs.append(words) }
    if path == nil { runPaths += paths(project, call, shell).found(in: Self.bare(call.script.bytes[word.range])) }
    return true
  }
}
