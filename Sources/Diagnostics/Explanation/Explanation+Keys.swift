/// Keys, and values that are missing or of the wrong kind.
extension Explanation {
  static let emptyFile = Explanation(
    "a schedule or runbook with nothing in it",
    "The file holds comments at most, so it does nothing, although somebody made it for a reason. Write what it was "
      + "meant for, or remove it.",
    wrong: .schedule("# to be written\n"),
    right: .schedule("# more is to be written\ndefaults:\n  grace: 10s\n"))

  static let emptyEntry = Explanation(
    "a dash with nothing after it",
    "An entry of the list is empty: something was deleted or not written yet. maint does not pass over it, because a step "
      + "or a need could be missing. Write the entry, or remove the dash.",
    wrong: .runbook("precheck:\n  - df\n  -\n"),
    right: .runbook("precheck:\n  - df\n"))

  static let missingValue = Explanation(
    "a key with nothing after it",
    "The key is there and its value is not. It is not the same as leaving the key out: somebody meant to say something. "
      + "Write the value, or remove the key. Where an empty text is meant, write \"\".",
    wrong: .runbook("description:\nprecheck: [df]\n"),
    right: .runbook("description: Look at the disks\nprecheck: [df]\n"))

  static let wrongType = Explanation(
    "a text, list or map where another of them belongs",
    "Every key takes a value of one form, and this is another. maint does not turn a text into a list of one, because a "
      + "text with a comma would then mean one thing or two. 'maint help schedule' and 'maint help runbook' list the "
      + "keys and what they take.",
    wrong: .runbook("requires: awk\nprecheck: [df]\n"),
    right: .runbook("requires: [awk]\nprecheck: [df]\n"))

  static let unknownKey = Explanation(
    "a key that does not exist here",
    "A misspelt key would be the same as none: a timeout that does not hold, an undo that is never run. So maint refuses "
      + "what it does not know. 'maint help schedule' and 'maint help runbook' list all keys.",
    wrong: .runbook("precheck:\n  - run: df\n    tiemout: 1m\n"),
    right: .runbook("precheck:\n  - run: df\n    timeout: 1m\n"))

  static let missingKey = Explanation(
    "a key that must be there",
    "Without this key the entry has no meaning: a task without a name, a step without its text, a freeze without an end, "
      + "a runbook without any stage. Add it; the hint says what it takes.",
    wrong: .schedule("maintenance_windows:\n  weekly:\n    day: Sunday\n"),
    right: .schedule("maintenance_windows:\n  weekly:\n    day: Sunday\n    time: \"02:00-04:00\"\n"))

  static let misplacedKey = Explanation(
    "a key of a step that belongs to another stage",
    "undo takes back a change, so only a step of change has one; in another stage it would never be run. Move the step, "
      + "or remove the key.",
    wrong: .runbook("verify:\n  - run: test -e /run/web\n    undo: rm /run/web\n"),
    right: .runbook(
      "change:\n  - run: touch /run/web\n    undo: rm /run/web\nverify:\n  - run: test -e /run/web\n"))

  static let contradictoryKeys = Explanation(
    "keys that exclude each other",
    "Both say something, and both cannot hold: a required parameter has no use for a default, a secret has one origin, a "
      + "runbook with rollback: none takes nothing back. maint does not choose; keep the one that is meant.",
    wrong: .runbook("params:\n  folder: {required: true, default: /}\nprecheck: ['df -- \"$folder\"']\n"),
    right: .runbook("params:\n  folder: {default: /}\nprecheck: ['df -- \"$folder\"']\n"))

  static let unknownChoice = Explanation(
    "a value that is not among the choices",
    "The key, or the parameter, takes one of a few words, and this is none of them. The hint names the nearest, or all.",
    wrong: .runbook("category: prevention\nprecheck: [df]\n"),
    right: .runbook("category: preventive\nprecheck: [df]\n"))

  static let duplicateName = Explanation(
    "a name that is defined twice",
    "All schedules are merged, so a task, window, phase or metric may be defined once in all files; in a runbook a secret "
      + "may not be named like a parameter. Which of the two would count, nobody could tell. Rename or remove one; the "
      + "note shows the first.",
    wrong: .schedule("maintenance_schedule:\n  daily:\n    - log_rotation\n    - log_rotation\n"),
    right: .schedule(
      """
      maintenance_schedule:
        daily:
          - log_rotation
          - {task: app_logs, runbook: log_rotation, with: {log_dir: /var/log/app}}

      """))

  static let duplicateSetting = Explanation(
    "a setting that two files give",
    "All schedules are merged, and a setting of a tier or a default may be given once in all of them. Two values would "
      + "depend on which file is read last. Keep one; the note shows the first.",
    wrong: .commands("printf 'defaults: {step_timeout: 1m}\\n' > schedules/more.yaml\nmaint check"),
    right: .commands("printf 'defaults: {grace: 20s}\\n' > schedules/more.yaml\nmaint check"))
}
