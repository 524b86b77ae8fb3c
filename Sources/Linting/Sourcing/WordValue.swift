/// What a shell makes of a word, where that can be proven: of literal text, and of variables whose values are known. All
/// else, such as `$(…)`, `${name%…}`, `*`, `{a,b}` and `~`, is for the shell alone to know.
struct WordValue {
  /// How a shell reads it.
  enum Form {
    /// A word of a command: split at blanks, and names of files matched.
    case word
    /// What stands behind the `=` of an assignment.
    case assigned
    /// The text of a here-document, in which quotes stand for themselves.
    case document
  }

  private(set) var text: String
  /// Whose values it was made of.
  private(set) var variables: Set<String> = []
  /// Whether something of it was quoted, so that it is a word also where it is empty.
  private(set) var isQuoted = false

  /// nil: it cannot be told. `value`: of a variable, if it is known.
  /// `splitsAnywhere`: nobody knows at which characters values are split.
  init?(
    _ raw: some Collection<UInt8>, _ form: Form, splitsAnywhere: Bool = false, value: (String) -> String?
  ) {
    text = ""
    var reader = Reader(bytes: Array(raw), form: form, splitsAnywhere: splitsAnywhere)
    guard reader.read(value) else { return nil }
    text = String(decoding: reader.made, as: UTF8.self)
    (variables, isQuoted) = (reader.variables, reader.isQuoted)
  }
}

private struct Reader {
  let bytes: [UInt8]
  let form: WordValue.Form
  let splitsAnywhere: Bool
  var made: [UInt8] = []
  var variables: Set<String> = []
  var isQuoted = false
  private var at = 0

  init(bytes: [UInt8], form: WordValue.Form, splitsAnywhere: Bool) {
    (self.bytes, self.form, self.splitsAnywhere) = (bytes, form, splitsAnywhere)
  }

  /// false: it cannot be told.
  mutating func read(_ value: (String) -> String?) -> Bool {
    if form != .document, bytes.first == UInt8(ascii: "~") { return false }
    while at < bytes.count {
      switch bytes[at] {
      case UInt8(ascii: "\\"): escape(inQuotes: form == .document)
      case UInt8(ascii: "'") where form != .document: if !singleQuoted() { return false }
      case UInt8(ascii: "\"") where form != .document: if !doubleQuoted(value) { return false }
      case UInt8(ascii: "`"): return false
      case UInt8(ascii: "$"): if !variable(value, inQuotes: form == .document) { return false }
      case let byte:
        if form == .word, Self.isSpecial(byte) { return false }
        // A home may stand behind each colon.
        if form == .assigned, byte == UInt8(ascii: ":"), next == UInt8(ascii: "~") { return false }
        take()
      }
    }
    return true
  }

  private var next: UInt8? { at + 1 < bytes.count ? bytes[at + 1] : nil }

  private mutating func take() {
    made.append(bytes[at])
    at += 1
  }

  /// What matches names, or makes several words of one.
  static func isSpecial(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"),
      UInt8(ascii: "}"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "<"), UInt8(ascii: ">"),
      UInt8(ascii: "\\"), UInt8(ascii: "\n"):
      true
    default: ShellByte.isBlank(byte)
    }
  }

  private mutating func escape(inQuotes: Bool) {
    at += 1
    guard at < bytes.count else { return made.append(UInt8(ascii: "\\")) }
    if bytes[at] == UInt8(ascii: "\n") {
      at += 1
      return
    }
    if inQuotes {
      switch bytes[at] {
      case UInt8(ascii: "$"), UInt8(ascii: "`"), UInt8(ascii: "\\"): break
      case UInt8(ascii: "\"") where form != .document: break
      default: made.append(UInt8(ascii: "\\"))
      }
    } else {
      isQuoted = true
    }
    take()
  }

  private mutating func singleQuoted() -> Bool {
    isQuoted = true
    at += 1
    while at < bytes.count, bytes[at] != UInt8(ascii: "'") { take() }
    at += 1
    return at <= bytes.count
  }

  private mutating func doubleQuoted(_ value: (String) -> String?) -> Bool {
    isQuoted = true
    at += 1
    while at < bytes.count, bytes[at] != UInt8(ascii: "\"") {
      switch bytes[at] {
      case UInt8(ascii: "\\"): escape(inQuotes: true)
      case UInt8(ascii: "`"): return false
      case UInt8(ascii: "$"): if !variable(value, inQuotes: true) { return false }
      default: take()
      }
    }
    at += 1
    return at <= bytes.count
  }

  /// `$name`, `${name}`, and `${name:?…}`, which goes no further where there is no value.
  private mutating func variable(_ value: (String) -> String?, inQuotes: Bool) -> Bool {
    at += 1
    guard at < bytes.count else { return stands() }
    let hasBraces = bytes[at] == UInt8(ascii: "{")
    if hasBraces { at += 1 }
    let start = at
    while at < bytes.count, ShellByte.isNamePart(bytes[at]) { at += 1 }
    let name = bytes[start..<at]
    guard ShellByte.isName(name) else { return !hasBraces && name.isEmpty && stands() }
    var mustBe = false
    if hasBraces {
      mustBe = at < bytes.count && bytes[at] == UInt8(ascii: ":")
      guard closes() else { return false }
    }
    guard let found = value(String(decoding: name, as: UTF8.self)), !(mustBe && found.isEmpty) else { return false }
    if form == .word, !inQuotes, splitsAnywhere || found.utf8.contains(where: Self.isSpecial) { return false }
    variables.insert(String(decoding: name, as: UTF8.self))
    made += found.utf8
    return true
  }

  /// A `$` for itself: before a blank, a slash or the like.
  private mutating func stands() -> Bool {
    if at < bytes.count {
      switch bytes[at] {
      case UInt8(ascii: " "), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "\n"),
        UInt8(ascii: "|"),
        UInt8(ascii: ")"), UInt8(ascii: "%"):
        break
      default: return false
      }
    }
    made.append(UInt8(ascii: "$"))
    return true
  }

  /// Up to behind the brace; false where something else is made of the value.
  private mutating func closes() -> Bool {
    if at < bytes.count, bytes[at] == UInt8(ascii: ":") { at += 1 }
    if at < bytes.count, bytes[at] == UInt8(ascii: "?") {
      // What is said then has no brace of its own.
      while at < bytes.count, bytes[at] != UInt8(ascii: "}") {
        switch bytes[at] {
        case UInt8(ascii: "$"), UInt8(ascii: "`"), UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""),
          UInt8(ascii: "{"):
          return false
        default: at += 1
        }
      }
    } else if at > 0, bytes[at - 1] == UInt8(ascii: ":") {
      return false
    }
    guard at < bytes.count, bytes[at] == UInt8(ascii: "}") else { return false }
    at += 1
    return true
  }
}
