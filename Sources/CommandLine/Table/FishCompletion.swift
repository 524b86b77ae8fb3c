/// The completion script for fish 3 and later.
enum FishCompletion {
  static let script = """
    # Completion of maint for fish, written by 'maint completion fish'.

    # Prints what stands before the cursor: the verb, how many arguments follow it, and one a line the options that
    # say where the project is.
    function __maint_words
        set -l words (commandline -opc)
        set -e words[1]
        set -l option ''
        set -l verb ''
        set -l count 0
        set -l places
        set -l ended no
        for word in $words
            set -l value
            if test -n "$option"
                set value $word
            else if test $ended = no -a "$word" = --
                set ended yes
                continue
            else if test $ended = no; and string match -q -- '--*=*' $word
                set option (string replace -r '=.*' '' -- $word)
                set value (string replace -r '^[^=]*=' '' -- $word)
            else if test $ended = no; and contains -- $word \(optionsWithValue)
                set option $word
                continue
            else if test $ended = no; and string match -q -- '-?*' $word
                continue
            else if test -z "$verb"
                set verb $word
                continue
            else
                set count (math $count + 1)
                continue
            end
            set value (string replace -r '^~/' "$HOME/" -- $value)
            switch $option
                case -C --project
                    set -a places --project=$value
                case --state
                    set -a places --state=$value
            end
            set option ''
        end
        printf '%s\\n' "$verb" $count $places
    end

    # Whether the verb is the first argument and, if a second is given, as many arguments follow it.
    function __maint_at
        set -l words (__maint_words)
        test "$words[1]" = "$argv[1]"; or return 1
        test (count $argv) -lt 2; or test "$words[2]" = "$argv[2]"
    end

    function __maint_targets
        set -l words (__maint_words)
        set -l program (commandline -opc)[1]
        $program $words[3..] complete-targets 2>/dev/null </dev/null
    end

    function __maint_tasks
        __maint_targets | string match -r '^[^:]*[.].*$'
    end

    complete -c maint -f
    \(verbs)
    \(globalOptions)
    \(verbOptions)
    \(arguments)

    """

  private static let optionsWithValue = Completion.optionsWithValue.flatMap(Completion.flags).joined(separator: " ")

  private static let verbs = Verb.shown.map { verb in
    "complete -c maint -n \"__maint_at ''\" -a \(verb.rawValue) -d \(quoted(verb.description.summary))"
  }.joined(separator: "\n")

  private static let globalOptions = Option.global.map { line(for: $0, $0.description, condition: "") }
    .joined(separator: "\n")

  private static let verbOptions = Verb.shown.flatMap { verb in
    verb.description.options.map {
      line(for: $0, verb.description(of: $0), condition: "-n '__maint_at \(verb.rawValue)' ")
    }
  }.joined(separator: "\n")

  private static let arguments = ArgumentCompletion.places.map { place in
    let position = place.position.map { " \($0)" } ?? ""
    return "complete -c maint -n '__maint_at \(place.verb.rawValue)\(position)' \(offer(place.completion))"
  }.joined(separator: "\n")

  private static func line(for option: Option, _ description: OptionDescription, condition: String) -> String {
    let short = description.short.map { "-s \($0) " } ?? ""
    var text = "complete -c maint \(condition)\(short)-l \(option.rawValue) -d \(quoted(description.help))"
    guard description.placeholder != nil else { return text }
    switch ArgumentCompletion(description) {
    case .files: text += " -r -F"
    case let completion?: text += " -x " + offer(completion)
    case nil: text += " -x"
    }
    return text
  }

  private static func offer(_ completion: ArgumentCompletion) -> String {
    switch completion {
    case .targets: "-a '(__maint_targets)'"
    case .tasks: "-a '(__maint_tasks)'"
    case .files: "-F"
    case .folders: "-a '(__fish_complete_directories)'"
    case .words(let words): "-a '\(words.joined(separator: " "))'"
    }
  }

  /// In single quotes fish gives a meaning to `\\` and `'` alone.
  private static func quoted(_ text: String) -> String {
    "'" + text.map { "\\'".contains($0) ? "\\\($0)" : String($0) }.joined() + "'"
  }
}
