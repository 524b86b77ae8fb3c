import Catalog

/// One way through a shell text and what it reads in, with what was found to be in doubt by those before it.
struct SourceWalk {
  private(set) var files: [SourcedFiles.File] = []
  private(set) var unknown: [SourcedFiles.Unknown] = []
  /// The given variables that paths were made of.
  private(set) var origins: Set<String> = []
  private let known: ShellDoubts
  private var values: ShellValues
  private var visited: Set<String> = []
  private let room: Int
  private let read: (String) -> SourcedFiles.Content
  private let given: Set<String>
  /// How often each variable is set, and how often of these where that is sure to happen once.
  private var (settings, straight): ([String: Int], [String: Int]) = ([:], [:])
  private var isFolderInDoubt = false
  private var isAllInDoubt = false

  /// `room`: how many files there may be.
  init(
    variables: [String: String], folder: String, _ known: ShellDoubts, room: Int,
    read: @escaping (String) -> SourcedFiles.Content
  ) {
    (self.known, self.room, self.read) = (known, room, read)
    given = Set(variables.keys)
    values = ShellValues(variables: variables, folder: folder, known)
  }

  /// Of all that this way has met.
  var doubts: ShellDoubts {
    var doubts = ShellDoubts(isFolder: isFolderInDoubt, isAll: isAllInDoubt)
    for (name, count) in settings
    where count > 1 || straight[name, default: 0] != count || count > 0 && given.contains(name) {
      doubts.variables.insert(name)
    }
    // Others split words.
    if settings["IFS"] != nil { doubts.variables.insert("IFS") }
    if settings["CDPATH"] != nil || given.contains("CDPATH") { doubts.isFolder = true }
    return doubts
  }

  /// What a bash reads in before anything else, also one that a step of another shell starts: the value is expanded as it
  /// would be between double quotes, and a name alone is looked for in the working folder.
  mutating func addBeginning(_ value: String?) {
    guard let value, !value.isEmpty else { return }
    let before = values
    let place = value.contains("/") || value.contains("$") ? value : "./\(value)"
    add(ShellScript(". \"\(place)\"", shell: .bash), .bash, isFile: true)
    values = before
  }

  /// `isFile`: it is no text of the runbook. `isStraight`: it is sure to be read in.
  mutating func add(_ script: ShellScript, _ shell: Step.Shell, isFile: Bool = false, isStraight: Bool = true) {
    let calls = ShellCall.all(in: script)
    note(script, calls)
    for call in calls {
      take(call, isStraight: isStraight && call.isStraight)
      guard let name = call.words.first?.text, name == "." || name == "source",
        let word = call.words.dropFirst().first(where: { $0.text != "--" })
      else { continue }
      source(word, of: call, shell, isFile: isFile, isStraight: isStraight && call.isStraight)
    }
  }

  private mutating func source(
    _ word: ShellWord, of call: ShellCall, _ shell: Step.Shell, isFile: Bool, isStraight: Bool
  ) {
    let raw = call.script.raw(word)
    let found = values.paths(raw, isNested: !call.isStraight && !call.isJoined)
    if found.isInDoubt {
      isAllInDoubt = true
      note(unknown: raw, at: isFile ? nil : call.place ?? word.range)
    }
    origins.formUnion(found.origins)
    for path in found.paths where visited.insert(path).inserted {
      guard files.count < room else {
        isAllInDoubt = true
        note(unknown: path, at: isFile ? nil : call.place ?? word.range)
        continue
      }
      var bytes: [UInt8] = []
      let content = read(path)
      if case .bytes(let found) = content { bytes = found }
      files.append(
        SourcedFiles.File(
          path: path, bytes: bytes, isUnreadable: content.isUnreadable, isMissing: content.isMissing))
      add(
        ShellScript(String(decoding: bytes, as: UTF8.self), shell: shell), shell, isFile: true,
        isStraight: isStraight && !found.isInDoubt)
    }
  }

  private mutating func note(unknown words: String, at range: Range<Int>?) {
    guard unknown.count < SourcedFiles.most else { return }
    // Of a text within the text, its outer shell makes some of it.
    let shown = String(String.UnicodeScalarView(words.unicodeScalars.map { $0 == ShellWord.hole ? "…" : $0 }))
    unknown.append(SourcedFiles.Unknown(words: shown, range: range))
  }

  /// What the texts set, wherever that stands in them.
  private mutating func note(_ script: ShellScript, _ calls: [ShellCall]) {
    func note(_ script: ShellScript) {
      for (name, count) in script.assignments { settings[name, default: 0] += count }
      // A bare name in arithmetic may be counted up.
      for read in script.reads where script.bytes[read.range].first != UInt8(ascii: "$") {
        settings[read.name, default: 0] += 2
      }
      isAllInDoubt = isAllInDoubt || script.choosesNames || !Self.hidden.isDisjoint(with: script.functions)
    }
    note(script)
    // The texts within it, each of which has calls of its own.
    var last = script.bytes
    for call in calls where call.place != nil && call.script.bytes != last {
      last = call.script.bytes
      note(call.script)
    }
  }

  /// Whoever makes a function of such a name means something else by it.
  private static let hidden: Set<String> = [".", "source", "cd", "pushd", "popd", "export", "eval", "command"]

  private mutating func take(_ call: ShellCall, isStraight: Bool) {
    values.begin(call)
    let name = call.words.first?.text
    switch name {
    case "cd" where isStraight: values.goInto(call)
    case "cd", "pushd", "popd": isFolderInDoubt = true
    // A folder that is not there ends the text no more.
    case "set": if call.words.dropFirst().contains(where: { $0.text.hasPrefix("+") }) { isFolderInDoubt = true }
    case "unset": for word in call.words.dropFirst() { settings[word.text, default: 0] += 2 }
    default: break
    }
    let declares = ["export", "readonly", "local", "declare", "typeset"].contains(name)
    // Those in front of another command are for that command alone.
    let assignments = (call.words.isEmpty ? call.assignments[...] : []) + (declares ? call.words.dropFirst() : [])
    for word in assignments {
      guard let name = word.assignedName else {
        // Handed on as it is.
        if ["export", "readonly"].contains(call.words.first?.text), word.isPlain { settings[word.text]? -= 1 }
        continue
      }
      if isStraight { straight[name, default: 0] += 1 }
      values.set(name, call.script.raw(word))
    }
  }
}

extension SourcedFiles.Content {
  fileprivate var isMissing: Bool { if case .missing = self { true } else { false } }
  fileprivate var isUnreadable: Bool { if case .unreadable = self { true } else { false } }
}
