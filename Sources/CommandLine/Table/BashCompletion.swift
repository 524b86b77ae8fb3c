/// The completion script for bash 4.3 and later; it needs no other completion package.
enum BashCompletion {
  static let script = """
    # Completion of maint for bash, written by 'maint completion bash'.
    _maint() {
      local IFS=$' \\t\\n' rest=${COMP_LINE:0:COMP_POINT} word option= value verb= previous= ended= prefix=
      local -i i count=0
      local -a words=() places=() choices=()
      # bash has split the line at ':' and '=' too: join what stands together.
      for ((i = 0; i <= COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if ((i == 0)) || [[ $rest == [[:space:]]* ]]; then
          rest=${rest#"${rest%%[![:space:]]*}"}
          words+=("")
        fi
        ((i == COMP_CWORD)) && word=$rest
        words[-1]+=$word
        rest=${rest#"$word"}
      done
      local program=${words[0]} current=${words[-1]}
      unset 'words[-1]'

      for word in "${words[@]:1}"; do
        if [[ -n $option ]]; then
          value=$word
        elif [[ -z $ended && $word == -- ]]; then
          ended=1
          continue
        elif [[ -z $ended && $word == -?* ]]; then
          case $word in
            --*=*) option=${word%%=*} value=${word#*=} ;;
            -C?*) option=-C value=${word:2} ;;
    \(optionsWithValue)
              option=$word
              continue
              ;;
            *) continue ;;
          esac
        elif [[ $verb == @(\(incomplete)) ]]; then
          verb+=${verb:+ }$word
          continue
        else
          count+=1
          previous=$word
          continue
        fi
        value=${value/#\\~\\//$HOME/}
        case $option in
          -C | --project) places+=("--project=$value") ;;
          --state) places+=("--state=$value") ;;
        esac
        option=
      done

      if [[ -z $option && -z $ended && $current == --*=* ]]; then
        option=${current%%=*}
        prefix=$option=
        current=${current#*=}
      fi
      if [[ -n $option ]]; then
        case $verb:$option in
    \(values)
        esac
      elif [[ -z $ended && $current == -* ]]; then
        case $verb in
    \(options)
        esac
      else
        case $verb:$count:$previous in
    \(verbs)
    \(arguments)
        esac
      fi

      # What readline replaces begins after the last word break.
      local typed=$prefix$current break=
      [[ $COMP_WORDBREAKS == *=* ]] && break+==
      [[ $COMP_WORDBREAKS == *:* ]] && break+=:
      local kept=
      [[ -n $break && $typed == *[$break]* ]] && kept=${typed%"${typed##*[$break]}"}
      COMPREPLY=()
      for word in "${choices[@]}"; do
        [[ $word == "$current"* ]] || continue
        word=$prefix$word
        COMPREPLY+=("${word#"$kept"}")
      done
    }

    _maint_targets() {
      mapfile -t choices < <("$program" "${places[@]}" complete-targets 2>/dev/null </dev/null)
    }

    _maint_tasks() {
      local target
      local -a targets
      mapfile -t targets < <("$program" "${places[@]}" complete-targets 2>/dev/null </dev/null)
      for target in "${targets[@]}"; do
        [[ $target == *.* && $target != runbook:* ]] && choices+=("$target")
      done
    }

    _maint_backups() {
      mapfile -t choices < <("$program" "${places[@]}" complete-backups 2>/dev/null </dev/null)
    }

    _maint_files() {
      compopt -o filenames 2>/dev/null
      mapfile -t choices < <(compgen "$1" -- "$current")
    }

    complete -F _maint maint

    """

  private static let optionsWithValue =
    "        \(Completion.optionsWithValue.flatMap(Completion.flags).joined(separator: " | ")))"

  /// Of every verb alike, or of each verb its own.
  private static let values = Completion.optionsWithValue.flatMap { option in
    let verbs = Verb.shown.filter { $0.description.choices[option] != nil }
    return verbs.isEmpty
      ? value(of: option, option.description, pattern: "*")
      : verbs.flatMap { value(of: option, $0.description(of: option), pattern: "'\($0.rawValue)'") }
  }.joined(separator: "\n")

  private static func value(of option: Option, _ description: OptionDescription, pattern: String) -> [String] {
    guard let completion = ArgumentCompletion(description) else { return [] }
    let flags = Completion.flags(of: option).map { "\(pattern):\($0)" }.joined(separator: " | ")
    return ["      \(flags)) \(offer(completion)) ;;"]
  }

  private static let options = CommandScope.shown.map { scope in
    "      '\(scope.name)') choices=(\(words(scope.options.flatMap(Completion.flags)))) ;;"
  }.joined(separator: "\n")

  /// What a word may follow that is no argument yet; the empty text begins the pattern.
  private static let incomplete = Completion.incomplete.map(\.name).joined(separator: "|")

  private static let verbs = Completion.incomplete.map { scope in
    "      '\(scope.name)':*) choices=(\(words(scope.next.map(\.word)))) ;;"
  }.joined(separator: "\n")

  private static let arguments = ArgumentCompletion.places.map { place in
    let position = place.position.map(String.init) ?? "*"
    return "      '\(place.verb.rawValue)':\(position):\(place.previous ?? "*")) \(offer(place.completion)) ;;"
  }.joined(separator: "\n")

  private static func offer(_ completion: ArgumentCompletion) -> String {
    switch completion {
    case .targets: "_maint_targets"
    case .tasks: "_maint_tasks"
    case .backups: "_maint_backups"
    case .files: "_maint_files -f"
    case .folders: "_maint_files -d"
    case .words(let choices): "choices=(\(words(choices)))"
    case .wordsOrFiles(let choices): "_maint_files -f; choices+=(\(words(choices)))"
    }
  }

  private static func words(_ words: [String]) -> String { words.joined(separator: " ") }
}
