/// What a text and all that it reads in do to variables, functions and the working folder, wherever they do it.
struct ShellSettings: Hashable {
  /// How often each variable gets a value.
  private(set) var counts: [String: Int] = [:]
  /// What stands behind the `=` of plain assignments, by name.
  private(set) var values: [String: Set<String>] = [:]
  /// They give values to variables that nobody can name.
  var setsAnyVariable = false
  /// How often they go to another folder.
  var folderChanges = 0
  /// A failure does not end them.
  var goesOnAfterFailures = false
  var functions: Set<String> = []
  /// Functions that run what they are given as arguments.
  var runners: Set<String> = []
  /// The shell of the text reads in a file or runs a text that nobody knows, which may do anything of the above.
  var hasUnknown = false
  /// A shell that it starts does.
  var childHasUnknown = false

  init() {}

  init(of script: ShellScript) {
    (counts, functions, setsAnyVariable) = (script.settings, script.functions, script.setsAnyVariable)
    for command in script.commands {
      let declares = ["export", "readonly", "local", "declare", "typeset"].contains(command.name)
      for word in command.assignments + (declares ? Array(command.words.dropFirst()) : []) {
        guard let name = word.assignedName else { continue }
        values[name, default: []].insert(String(script.raw(word).dropFirst(name.count + 1)))
      }
    }
  }

  /// With all that both of them do, one after the other.
  mutating func add(_ other: ShellSettings) {
    let before = counts
    join(other)
    counts = before.merging(other.counts, uniquingKeysWith: +)
  }

  /// With all that one of them does, so that look after look comes to an end.
  mutating func join(_ other: ShellSettings) {
    counts.merge(other.counts) { max($0, $1) }
    values.merge(other.values) { $0.union($1) }
    setsAnyVariable = setsAnyVariable || other.setsAnyVariable
    folderChanges = max(folderChanges, other.folderChanges)
    goesOnAfterFailures = goesOnAfterFailures || other.goesOnAfterFailures
    functions.formUnion(other.functions)
    runners.formUnion(other.runners)
    hasUnknown = hasUnknown || other.hasUnknown
    childHasUnknown = childHasUnknown || other.childHasUnknown
  }

  func isSet(_ name: String) -> Bool { counts[name] != nil }

  /// What it is set to where it is, it is from there on.
  func isSetOnce(_ name: String) -> Bool { counts[name] == 1 }
}
