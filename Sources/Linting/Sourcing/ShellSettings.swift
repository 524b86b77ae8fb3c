import Catalog

/// What a text and all that it reads in do to variables, functions and the working folder, wherever they do it.
struct ShellSettings: Hashable {
  /// A plain assignment.
  struct Feed: Hashable {
    /// What stands behind the `=`.
    let raw: ExactText
    /// The function in whose body it stands.
    let function: String?
  }

  /// How often each variable gets a value.
  private(set) var counts: [String: Int] = [:]
  /// By the names of the variables.
  private(set) var feeds: [String: Set<Feed>] = [:]
  /// Those that also get values in other ways, such as by `read` and `for`.
  private(set) var fedOtherwise: Set<String> = []
  /// They give values to variables that nobody can name.
  var setsAnyVariable = false
  /// How often they go to another folder.
  var folderChanges = 0
  /// A failure does not end them.
  var goesOnAfterFailures = false
  var functions: Set<String> = []
  /// Functions that run what they are given as arguments, with the number of the first that may be a command.
  private(set) var runners: [String: Set<Int>] = [:]
  /// Those of them that let the shell split their arguments, and those that put further words behind them.
  var (splittingRunners, mixedRunners): (Set<String>, Set<String>) = ([], [])
  /// Files or texts that they read in give them other arguments.
  var hasOtherArguments = false
  /// The shell of the text reads in a file or runs a text that nobody knows, which may do anything of the above.
  var hasUnknown = false
  /// A shell that it starts does.
  var childHasUnknown = false

  /// Among the numbers of a runner: any argument may be the command.
  static let anyArgument = -1

  init() {}

  init(of script: ShellScript, _ owners: [Int: String]) {
    (counts, functions, setsAnyVariable) = (script.settings, script.functions, script.setsAnyVariable)
    var plain: [String: Int] = [:]
    for (index, command) in script.commands.enumerated() {
      let declares = ["export", "readonly", "local", "declare", "typeset"].contains(command.name)
      for word in command.assignments + (declares ? Array(command.words.dropFirst()) : []) {
        guard let name = word.assignedName else { continue }
        let raw = String(script.raw(word).dropFirst(name.count + 1))
        feeds[name, default: []].insert(Feed(raw: ExactText(raw), function: owners[index]))
        plain[name, default: 0] += 1
      }
    }
    fedOtherwise = Set(counts.filter { $0.value > plain[$0.key, default: 0] }.keys)
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
    feeds.merge(other.feeds) { $0.union($1) }
    fedOtherwise.formUnion(other.fedOtherwise)
    setsAnyVariable = setsAnyVariable || other.setsAnyVariable
    folderChanges = max(folderChanges, other.folderChanges)
    goesOnAfterFailures = goesOnAfterFailures || other.goesOnAfterFailures
    functions.formUnion(other.functions)
    runners.merge(other.runners) { $0.union($1) }
    splittingRunners.formUnion(other.splittingRunners)
    mixedRunners.formUnion(other.mixedRunners)
    hasOtherArguments = hasOtherArguments || other.hasOtherArguments
    hasUnknown = hasUnknown || other.hasUnknown
    childHasUnknown = childHasUnknown || other.childHasUnknown
  }

  /// It gets a value in a way that is no assignment.
  mutating func feedOtherwise(_ name: String) {
    counts[name, default: 0] += 2
    fedOtherwise.insert(name)
  }

  mutating func run(argument: Int, of function: String) { runners[function, default: []].insert(argument) }

  func isSet(_ name: String) -> Bool { counts[name] != nil }

  /// What it is set to where it is, it is from there on.
  func isSetOnce(_ name: String) -> Bool { counts[name] == 1 }
}
