/// The completion script for zsh, to be found in `fpath` as `_maint` or to be sourced.
enum ZshCompletion {
  static let script = """
    #compdef maint
    # Completion of maint for zsh, written by 'maint completion zsh'.
    _maint() {
      local curcontext=$curcontext context state line value
      local -a places
      local -i index
      typeset -A opt_args
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

      _arguments -C -s -S \\
    \(specifications(Option.global.map { specification($0, $0.description) }))
        '(-): :->verb' \\
        '(-)*:: :->rest'
      case $state in
        (verb)
          local -a verbs=(
    \(verbs)
          )
          _describe -t verbs verb verbs
          ;;
        (rest)
          case $words[1] in
    \(verbCases)
          esac
          ;;
      esac
    }

    _maint_targets() {
      local -a targets=(${(f)"$($program $places complete-targets 2>/dev/null </dev/null)"})
      _wanted targets expl target compadd -a targets
    }

    _maint_tasks() {
      local -a targets=(${(f)"$($program $places complete-targets 2>/dev/null </dev/null)"})
      targets=(${${(M)targets:#*.*}:#runbook:*})
      _wanted tasks expl task compadd -a targets
    }

    if [[ $funcstack[1] == _maint ]]; then
      _maint "$@"
    else
      compdef _maint maint
    fi

    """

  private static let verbs = Verb.shown.map { verb in
    "        \(quoted("\(verb.rawValue):\(verb.description.summary)"))"
  }.joined(separator: "\n")

  private static let verbCases = Verb.shown.map { verb in
    let options = verb.options.map { specification($0, verb.description(of: $0)) }
    let arguments = ArgumentCompletion.places.filter { $0.verb == verb }.map { place in
      let position = place.position.map { String($0 + 1) } ?? "*"
      return quoted("\(position):\(place.completion.name):\(action(place.completion))")
    }
    return "        (\(verb.rawValue))\n          _arguments -s -S \\\n"
      + specifications(options + arguments).dropLast(2) + "\n          ;;"
  }.joined(separator: "\n")

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
    case .files: "_files"
    case .folders: "_directories"
    case .words(let words): "(\(words.joined(separator: " ")))"
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
    case .files: "file"
    case .folders: "folder"
    case .words: "word"
    }
  }
}
