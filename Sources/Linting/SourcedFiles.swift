import Catalog
import TextSearch

/// The files that shell texts read in by `.` or `source`, and those that these read in, as far as their paths can be told
/// without running anything.
package struct SourcedFiles {
  package struct File: Sendable {
    package let path: String
    /// Empty where it is not there, or cannot be read.
    package let bytes: [UInt8]
    /// It is there, and what is in it cannot be told.
    package let isUnreadable: Bool
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

  /// In the order in which they are met, each once.
  package private(set) var files: [File] = []
  /// In the order in which they are met.
  package private(set) var unknown: [Unknown] = []
  /// Those given to the texts by whose values the paths were told.
  package private(set) var variables: Set<String> = []
  private var paths: Set<String> = []
  private let read: (String) -> Content

  /// More are no operator's.
  private static let most = 100

  /// `read`: what is in a file.
  package init(read: @escaping (String) -> Content) { self.read = read }

  /// Adds those of a text that begins in this folder with these variables.
  package mutating func add(_ text: String, shell: Step.Shell, variables: [String: String], folder: String) {
    var values = Values(variables: variables, folder: folder)
    addBeginning(values)
    add(ShellScript(text, shell: shell), shell, &values, isFile: false)
  }

  /// What a bash reads in before anything else, also one that a step of another shell starts: the value is expanded as it
  /// would be between double quotes, and a name alone is looked for in the working folder.
  private mutating func addBeginning(_ values: Values) {
    guard let value = values.variables["BASH_ENV"], !value.isEmpty else { return }
    var own = values
    let place = value.contains("/") || value.contains("$") ? value : "./\(value)"
    add(ShellScript(". \"\(place)\"", shell: .bash), .bash, &own, isFile: true)
  }

  /// What a file sets is set for what comes after it.
  private mutating func add(_ script: ShellScript, _ shell: Step.Shell, _ values: inout Values, isFile: Bool) {
    for call in ShellCall.all(in: script) {
      values.note(call)
      guard let name = call.words.first?.text, name == "." || name == "source",
        let word = call.words.dropFirst().first(where: { $0.text != "--" })
      else { continue }
      let place = isFile ? nil : call.place ?? word.range
      guard let path = values.path(word, in: call.script) else {
        if unknown.count < Self.most { unknown.append(Unknown(words: call.script.raw(word), range: place)) }
        continue
      }
      variables.formUnion(values.origins(of: word, path: path, in: call.script))
      guard files.count < Self.most, paths.insert(path).inserted else { continue }
      let content = read(path)
      var (bytes, isUnreadable): ([UInt8], Bool) = ([], false)
      switch content {
      case .bytes(let found): bytes = found
      case .missing: break
      case .unreadable: isUnreadable = true
      }
      files.append(File(path: path, bytes: bytes, isUnreadable: isUnreadable))
      add(ShellScript(String(decoding: bytes, as: UTF8.self), shell: shell), shell, &values, isFile: true)
    }
  }
}

/// What is known of variables and of the working directory at one place of a text.
private struct Values {
  var variables: [String: String]
  var folder: String?
  /// Of those that the texts set, the given ones that their values were made of.
  private var origins: [String: Set<String>] = [:]
  private var originsOfFolder: Set<String> = []

  init(variables: [String: String], folder: String?) {
    self.variables = variables
    self.folder = folder
  }

  mutating func note(_ call: ShellCall) {
    let declares = ["export", "readonly", "local", "declare", "typeset"].contains(call.words.first?.text)
    // Those in front of another command are for that command alone.
    let assignments = (call.words.isEmpty ? call.assignments[...] : []) + (declares ? call.words.dropFirst() : [])
    for word in assignments {
      guard let name = word.assignedName else { continue }
      origins[name] = origins(of: word)
      variables[name] = text(word, in: call.script).map { String($0.dropFirst(name.count + 1)) }
    }
    guard call.words.first?.text == "cd" else { return }
    let word = call.words.dropFirst().first
    if let word { originsOfFolder.formUnion(origins(of: word)) }
    folder = word.flatMap { path($0, in: call.script) }
  }

  /// The given variables that a path was made of.
  func origins(of word: ShellWord, path: String, in script: ShellScript) -> Set<String> {
    // What begins with a slash rests on no folder.
    let isWhole = text(word, in: script) == path
    return isWhole ? origins(of: word) : origins(of: word).union(originsOfFolder)
  }

  private func origins(of word: ShellWord) -> Set<String> {
    word.variables.reduce(into: []) { found, name in found.formUnion(origins[name] ?? [name]) }
  }

  /// nil where it cannot be told; a name without `/` is looked for in `PATH`.
  func path(_ word: ShellWord, in script: ShellScript) -> String? {
    guard let text = text(word, in: script), text.contains("/") else { return nil }
    if text.hasPrefix("/") { return text }
    return text.hasPrefix("~") ? nil : folder.map { "\($0 == "/" ? "" : $0)/\(text)" }
  }

  /// With each variable's value in its place.
  private func text(_ word: ShellWord, in script: ShellScript) -> String? {
    if word.isStatic { return word.text }
    let raw = script.raw(word)
    // What a command prints is not known.
    if raw.contains(text: "$(") || raw.contains("`") { return nil }
    let parts = word.text.unicodeScalars.split(separator: ShellWord.hole, omittingEmptySubsequences: false)
    guard parts.count == word.variables.count + 1 else { return nil }
    var text = String(parts[0])
    for (variable, part) in zip(word.variables, parts.dropFirst()) {
      guard let value = variables[variable] else { return nil }
      text += value + String(part)
    }
    return text
  }
}
