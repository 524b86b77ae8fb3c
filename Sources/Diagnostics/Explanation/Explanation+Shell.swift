/// What is wrong with shell texts.
extension Explanation {
  static let shellSyntax = Explanation(
    "a shell text that its shell cannot parse",
    "The shell of the step was asked to parse the text, which runs nothing of it (sh -n), and could not. When the step "
      + "runs, the commands above that place have run before it fails there, and in a rollback that is too late. Look for "
      + "a quote, fi, done or } that is missing, and for ' #' in a text without quotes, where YAML begins a comment. What "
      + "stands behind an exit is not looked at, nor a text with alias.",
    wrong: .runbook("precheck:\n  - |\n    if test -d /srv; then\n      echo found\n"),
    right: .runbook("precheck:\n  - |\n    if test -d /srv; then\n      echo found\n    fi\n"))

  static let bashOnly = Explanation(
    "something that only bash knows, in a text for sh",
    "Steps run in sh unless they say otherwise, and on Debian that is dash: it has no [[ ]], arrays, <<<, &>, function or "
      + "source. Some of them are errors of syntax, others are taken for commands that do not exist: if [[ ... ]] is then "
      + "always false, in silence. Give the step shell: bash, or write what every shell knows.",
    wrong: .runbook("precheck:\n  - run: |\n      if [[ -d /srv ]]; then\n        echo found\n      fi\n"),
    right: .runbook("precheck:\n  - run: |\n      if [ -d /srv ]; then\n        echo found\n      fi\n"))

  static let pastedDash = Explanation(
    "a dash of typography where an option was meant",
    "Word processors and web pages turn - into a longer dash, which begins no option: the program takes the word for the "
      + "name of a file, or refuses it. Type the dash anew.",
    wrong: .commands("printf 'precheck: [ls \\342\\200\\223d /srv]\\n' > runbooks/disk_space.yaml\nmaint -C . check"),
    right: .commands("printf 'precheck: [ls -d /srv]\\n' > runbooks/disk_space.yaml\nmaint -C . check"))

  static let unfilledTemplate = Explanation(
    "a template or variable that nothing fills in",
    "maint pastes nothing into texts, so that no value can become a command: a step is told its parameters as environment "
      + "variables, and what stands under with: arrives as it is written, {{ }} and $HOME included. Read \"$name\" in the "
      + "step, and write values in full.",
    wrong: .runbook("params:\n  folder: {default: /srv}\nprecheck:\n  - df -P {{ folder }} \"$folder\"\n"),
    right: .runbook("params:\n  folder: {default: /srv}\nprecheck:\n  - df -P \"$folder\"\n"))
}
