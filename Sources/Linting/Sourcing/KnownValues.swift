import Catalog

/// What is known for certain of variables and of the working folder of one shell, at one place of what it reads.
struct KnownValues: Hashable {
  private var values: [String: ExactText]
  /// Of those that the texts set, the given ones that their values were made of.
  private var origins: [String: Set<String>] = [:]
  /// nil: nobody can tell.
  private(set) var folder: ExactText?
  private var originsOfFolder: Set<String> = []
  /// The list joined by `&&` within which alone the folder is that; nil: it is from there on.
  private var folderList: FolderList?
  /// Whether the texts are yet to go to another folder.
  private(set) var mayGo: Bool
  private let splitsAnywhere: Bool

  private struct FolderList: Hashable {
    let text: ExactText
    let number: Int
  }

  /// Those that a shell makes up itself, whatever they are set to.
  private static let ownOfShells: Set<String> = [
    "RANDOM", "SRANDOM", "SECONDS", "LINENO", "EPOCHSECONDS", "EPOCHREALTIME", "FUNCNAME", "DIRSTACK", "GROUPS",
    "HISTCMD",
    "PIPESTATUS", "PWD", "OLDPWD", "SHLVL", "UID", "EUID", "PPID", "REPLY", "OPTARG", "OPTIND", "MAPFILE", "COPROC",
    "_",
  ]

  /// Of a shell that is given these variables; where something sets one of them, nobody can tell which value it has when.
  init(given: [String: String], folder: String?, _ settings: ShellSettings) {
    let known = given.filter { !settings.isSet($0.key) && Self.canBeKnown($0.key) }
    values = settings.setsAnyVariable ? [:] : known.mapValues { ExactText($0) }
    self.folder = settings.folderChanges > 1 ? nil : folder.map { ExactText($0) }
    mayGo = settings.folderChanges > 0
    splitsAnywhere = settings.isSet("IFS") || settings.setsAnyVariable
  }

  private static func canBeKnown(_ name: String) -> Bool {
    !ownOfShells.contains(name) && !name.hasPrefix("BASH")
  }

  /// Of a shell that this one starts. Which variables it hands on is known of those alone that it was given itself.
  func child(given: Set<String>, keepsFolder: Bool) -> KnownValues {
    var own = self
    own.values = values.filter { given.contains($0.key) && origins[$0.key] == nil }
    if !keepsFolder || folderList != nil { own.folder = nil }
    return own
  }

  /// What it costs to compare them.
  var count: Int { values.count }

  /// What a file that nobody knows, or a text, may have done.
  mutating func forget() { (values, folder) = ([:], nil) }

  func value(_ raw: some Collection<UInt8>, _ form: WordValue.Form = .word) -> WordValue? {
    WordValue(raw, form, splitsAnywhere: splitsAnywhere) { values[$0]?.text }
  }

  /// The given ones that a value was made of.
  func origins(of value: WordValue) -> Set<String> {
    value.variables.reduce(into: []) { found, name in found.formUnion(origins[name] ?? [name]) }
  }

  mutating func set(_ name: String, to value: WordValue) {
    guard Self.canBeKnown(name), !value.variables.contains(name) else { return }
    origins[name] = origins(of: value)
    values[name] = ExactText(value.text)
  }

  mutating func go(to value: WordValue, list: (text: ExactText, number: Int)?) {
    (folder, mayGo) = (ExactText(value.text), false)
    originsOfFolder = origins(of: value)
    folderList = list.map { FolderList(text: $0.text, number: $0.number) }
  }

  mutating func goSomewhere() { folder = nil }

  /// The path that a value leads to, and the given variables that it was made of; nil where it cannot be told. A name without
  /// `/` is looked for in `PATH`. `list`: of the command; nil where it may be run at another time than it is read.
  func path(_ value: WordValue, text: ExactText, list: Int?) -> (path: String, origins: Set<String>)? {
    guard value.text.contains("/") else { return nil }
    if value.text.hasPrefix("/") { return Self.isOfShell(value.text) ? nil : (value.text, origins(of: value)) }
    guard let folder, !(mayGo && list == nil) else { return nil }
    if let folderList, list != folderList.number || text != folderList.text { return nil }
    let path = "\(folder == "/" ? "" : folder.text)/\(value.text)"
    return Self.isOfShell(path) ? nil : (path, origins(of: value).union(originsOfFolder))
  }

  /// `/dev/stdin`, `/proc/self/fd/0` and their like are what the shell has opened.
  private static func isOfShell(_ path: String) -> Bool {
    let parts = path.split(separator: "/").filter { $0 != "." }
    return parts.contains("..") && parts.contains { $0 == "dev" || $0 == "proc" } || parts.first == "dev"
      || parts.first == "proc"
  }
}
