/// The completion script for fish 3 and later.
enum FishCompletion {
  static let script = """
    # Completion of maint for fish, written by 'maint completion fish'.

    # Prints what stands before the cursor: the verb, how many arguments follow it, the last of them, and one a line the
    # options that say where the project is.
    function __maint_words
        set -l words (commandline -opc)
        set -e words[1]
        set -l option ''
        set -l verb ''
        set -l count 0
        set -l previous ''
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
            else if contains -- "$verb" \(incomplete)
                set verb (string trim -- "$verb $word")
                continue
            else
                set count (math $count + 1)
                set previous $word
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
        printf '%s\\n' "$verb" $count "$previous" $places
    end

    # Whether the verb is the first argument and, if they are given, the number of its arguments the second and the last
    # of these the third.
    function __maint_at
        set -l words (__maint_words)
        for index in (seq (count $argv))
            test "$words[$index]" = "$argv[$index]"; or return 1
        end
    end

    function __maint_ask
        set -l words (__maint_words)
        set -l program (commandline -opc)[1]
        $program $words[4..] $argv 2>/dev/null </dev/null
    end

    function __maint_tasks
        __maint_ask complete-targets | string match -r '^[^:]*[.].*$'
    end

    complete -c maint -f
    \(verbs)
    \(globalOptions)
    \(verbOptions)
    \(arguments)

    """

  private static let optionsWithValue = Completion.optionsWithValue.flatMap(Completion.flags).joined(separator: " ")

  private static let incomplete = Completion.incomplete.map { quoted($0.name) }.joined(separator: " ")

  private static let verbs = Completion.incomplete.flatMap { scope in
    scope.next.map { "complete -c maint \(at(scope.name)) -a \($0.word) -d \(quoted($0.summary))" }
  }.joined(separator: "\n")

  private static let globalOptions = Option.global.map { line(for: $0, $0.description, condition: "") }
    .joined(separator: "\n")

  private static let verbOptions = CommandScope.shown.flatMap { scope in
    scope.options.filter { !Option.global.contains($0) }.map {
      line(for: $0, scope.description(of: $0), condition: at(scope.name) + " ")
    }
  }.joined(separator: "\n")

  private static let arguments = ArgumentCompletion.places.map { place in
    let position = place.position.map { " \($0)" } ?? ""
    let previous = place.previous.map { " \($0)" } ?? ""
    return "complete -c maint \(at(place.verb.rawValue, position + previous)) \(offer(place.completion))"
  }.joined(separator: "\n")

  /// The condition; `rest` is the number of the argument, and the one before it.
  private static func at(_ verb: String, _ rest: String = "") -> String { "-n '__maint_at \"\(verb)\"\(rest)'" }

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
    case .targets: "-a '(__maint_ask complete-targets)'"
    case .tasks: "-a '(__maint_tasks)'"
    case .backups: "-a '(__maint_ask complete-backups)'"
    case .files: "-F"
    case .folders: "-a '(__fish_complete_directories)'"
    case .words(let words): "-a '\(words.joined(separator: " "))'"
    case .wordsOrFiles(let words): "-F -a '\(words.joined(separator: " "))'"
    }
  }

  /// In single quotes fish gives a meaning to `\\` and `'` alone.
  private static func quoted(_ text: String) -> String {
    "'" + text.map { "\\'".contains($0) ? "\\\($0)" : String($0) }.joined() + "'"
  }
}
