/// The completion script for zsh, to be found in `fpath` as `_maint` or to be sourced.
enum ZshCompletion {
  static let script = """
    #compdef maint
    # Completion of maint for zsh, written by 'maint completion zsh'.
    _maint() {
      local value
      local -a places
      local -i index
      for ((index = 2; index < CURRENT; index++)); do
        value=${(Q)words[index+1]}
        value=${value/#\\~\\//$HOME/}
        case $words[index] in
          (-C|--project) places+=("--project=$value") ;;
          (--state) places+=("--state=$value") ;;
          (--project=*|--state=*) places+=("${(Q)words[index]}") ;;
        esac
      done
      local program=${(Q)words[1]/#\\~\\//$HOME/}
      _maint_verb
    }

    \(verbFunctions)

    _maint_targets() {
      local -a targets=(${(f)"$($program $places complete-targets 2>/dev/null </dev/null)"})
      _wanted targets expl target compadd -a targets
    }

    _maint_tasks() {
      local -a targets=(${(f)"$($program $places complete-targets 2>/dev/null </dev/null)"})
      targets=(${${(M)targets:#*.*}:#runbook:*})
      _wanted tasks expl task compadd -a targets
    }

    _maint_backups() {
      local -a backups=(${(f)"$($program $places complete-backups 2>/dev/null </dev/null)"})
      _wanted backups expl backup compadd -a backups
    }

    _maint_words_or_files() {
      _alternative "words:word:($*)" files:file:_files
    }

    # Of the groups given, offers the words after the first of the one that begins with the word before the cursor.
    _maint_following() {
      local group
      local -a following
      for group; do
        following=(${=group})
        [[ $words[CURRENT-1] == $following[1] ]] && _wanted words expl word compadd -- $following[2,-1]
      done
    }

    if [[ $funcstack[1] == _maint ]]; then
      _maint "$@"
    else
      compdef _maint maint
    fi

    """

  /// Each completes one word of the verb and calls what completes the rest.
  private static let verbFunctions = Completion.incomplete.map { scope in
    """
    \(function(of: scope))() {
      local curcontext=$curcontext context state line
      typeset -A opt_args
      _arguments -C -s -S \\
    \(specifications(scope.options.map { specification($0, scope.description(of: $0)) }))
        '(-): :->verb' \\
        '(-)*:: :->rest'
      case $state in
        (verb)
          local -a verbs=(
    \(scope.next.map { "        \(quoted("\($0.word):\($0.summary)"))" }.joined(separator: "\n"))
          )
          _describe -t verbs verb verbs
          ;;
        (rest)
          case $words[1] in
    \(scope.next.map(rest).joined(separator: "\n"))
          esac
          ;;
      esac
    }
    """
  }.joined(separator: "\n\n")

  private static func function(of scope: CommandScope) -> String {
    (["_maint_verb"] + scope.name.split(separator: " ").map(String.init)).joined(separator: "_")
  }

  /// What completes the words after the one that led to the scope.
  private static func rest(_ scope: CommandScope) -> String {
    guard case .verb(let verb) = scope else { return "        (\(scope.word)) \(function(of: scope)) ;;" }
    let options = verb.options.map { specification($0, verb.description(of: $0)) }
    return "        (\(scope.word))\n          _arguments -s -S \\\n"
      + specifications(options + arguments(of: verb)).dropLast(2) + "\n          ;;"
  }

  /// At a place that counts only after certain words, those words come first, each with what may follow it.
  private static func arguments(of verb: Verb) -> [String] {
    let places = ArgumentCompletion.places.filter { $0.verb == verb }
    let following = places.filter { $0.previous != nil }
    let alone = places.filter { $0.previous == nil }.map { place in
      let position = place.position.map { String($0 + 1) } ?? "*"
      return quoted("\(position):\(place.completion.name):\(action(place.completion))")
    }
    return alone
      + Set(following.compactMap(\.position)).sorted().map { position in
        let groups = following.filter { $0.position == position }.map { place -> String in
          guard case .words(let words) = place.completion else { return "" }
          return quoted(([place.previous ?? ""] + words).joined(separator: " "))
        }
        return quoted("\(position + 1):word:{_maint_following \(groups.joined(separator: " "))}")
      }
  }

  private static func specifications(_ list: [String]) -> String {
    list.map { "        \($0) \\" }.joined(separator: "\n")
  }

  /// As `_arguments` reads it: `'(-C --project)'{-C+,--project=}'[help]:DIR:_directories'`.
  private static func specification(_ option: Option, _ description: OptionDescription) -> String {
    var tail = "[" + escaped(description.help) + "]"
    if let placeholder = description.placeholder {
      tail += ":\(placeholder):" + (ArgumentCompletion(description).map(action) ?? "")
    }
    let equals = description.placeholder == nil ? "" : "="
    guard let short = description.short else {
      return quoted((description.repeats ? "*" : "") + option.flag + equals + tail)
    }
    let plus = description.placeholder == nil ? "" : "+"
    return "'(-\(short) \(option.flag))'{-\(short)\(plus),\(option.flag)\(equals)}" + quoted(tail)
  }

  private static func action(_ completion: ArgumentCompletion) -> String {
    switch completion {
    case .targets: "_maint_targets"
    case .tasks: "_maint_tasks"
    case .backups: "_maint_backups"
    case .files: "_files"
    case .folders: "_directories"
    case .words(let words): "(\(words.joined(separator: " ")))"
    case .wordsOrFiles(let words): "{_maint_words_or_files \(words.joined(separator: " "))}"
    }
  }

  private static func escaped(_ help: String) -> String {
    help.map { ":[]".contains($0) ? "\\\($0)" : String($0) }.joined()
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}

extension ArgumentCompletion {
  /// What is completed, as zsh shows it above its list.
  fileprivate var name: String {
    switch self {
    case .targets: "target"
    case .tasks: "task"
    case .backups: "backup"
    case .files: "file"
    case .folders: "folder"
    case .words: "word"
    case .wordsOrFiles: "word or file"
    }
  }
}
