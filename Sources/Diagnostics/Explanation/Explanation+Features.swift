/// Features of YAML that are outside the subset.
extension Explanation {
  static let tag = Explanation(
    "a tag such as !!str",
    "Tags give a value a type of its own. In maint every value is text, and the key that it stands under says what it "
      + "must be, so a tag could only contradict that. Remove it. A text that begins with ! needs quotes.",
    wrong: .schedule("defaults:\n  step_timeout: !!str 5m\n"),
    right: .schedule("defaults:\n  step_timeout: 5m\n"))

  static let anchor = Explanation(
    "an anchor such as &name",
    "Anchors and aliases make one line mean something that stands elsewhere, and whoever reads it at night has to look "
      + "it up. Remove the anchor, and repeat the value where it is needed. A text that begins with & needs quotes.",
    wrong: .schedule("maintenance_windows:\n  weekly: &night\n    time: \"02:00-04:00\"\n"),
    right: .schedule("maintenance_windows:\n  weekly:\n    time: \"02:00-04:00\"\n"))

  static let alias = Explanation(
    "an alias such as *name",
    "An alias repeats what stands at an anchor, which is not supported. Repeat the value itself. A text that begins "
      + "with *, such as a pattern for file names, needs quotes.",
    wrong: .runbook("description: Remove *.tmp\nparams:\n  names: {default: *.tmp}\nprecheck: ['ls -- $names']\n"),
    right: .runbook("description: Remove *.tmp\nparams:\n  names: {default: \"*.tmp\"}\nprecheck: ['ls -- $names']\n"))

  static let mergeKey = Explanation(
    "the merge key <<",
    "The merge key was taken out of YAML 1.2, so one program merges and the next sees a key named <<. Write the keys "
      + "out; for what holds everywhere there is defaults: in a schedule.",
    wrong: .schedule(
      """
      maintenance_windows:
        monthly:
          <<: {day: First_Sunday}
          time: "02:00-06:00"

      """),
    right: .schedule(
      """
      maintenance_windows:
        monthly:
          day: First_Sunday
          time: "02:00-06:00"

      """))

  static let directive = Explanation(
    "a directive such as %YAML",
    "Directives change how a program reads the file. maint reads every file in the same way, so there is nothing for "
      + "them to say. Remove the line.",
    wrong: .schedule("%YAML 1.2\n---\ndefaults:\n  grace: 10s\n"),
    right: .schedule("---\ndefaults:\n  grace: 10s\n"))

  static let secondDocument = Explanation(
    "a second document in one file",
    "After --- or ... another document begins. Many programs read the first one and forget the rest, and with it perhaps "
      + "half of the schedule. Put it into a file of its own, or under the keys of the first.",
    wrong: .schedule("defaults:\n  grace: 10s\n---\nmaintenance_metrics: [system_uptime]\n"),
    right: .schedule("defaults:\n  grace: 10s\nmaintenance_metrics: [system_uptime]\n"))

  static let explicitKey = Explanation(
    "a key written with ?",
    "The form '? key' exists for keys that are lists, maps or long texts, and no key of a schedule or runbook is one. "
      + "Write the key as 'key: value'. A text that begins with a question mark and a space needs quotes.",
    wrong: .schedule("? defaults\n: {grace: 10s}\n"),
    right: .schedule("defaults: {grace: 10s}\n"))

  static let collectionKey = Explanation(
    "a list or map as a key",
    "Keys are names. A key in brackets is most often a value whose key was forgotten, or a text that needs quotes.",
    wrong: .schedule("maintenance_metrics:\n  [availability, latency]: 99.9\n"),
    right: .schedule("maintenance_metrics:\n  availability: 99.9\n  latency: 99.9\n"))

  static let emptyKey = Explanation(
    "a ':' with no key before it",
    "A value needs a name, and none stands before the colon. Write the key; a text that begins with a colon needs quotes.",
    wrong: .schedule("maintenance_metrics:\n  : 99.9\n"),
    right: .schedule("maintenance_metrics:\n  availability: 99.9\n"))

  static let unquotedTemplate = Explanation(
    "a template {{ x }} without quotes",
    "To YAML two opening braces are a map in a map. maint has no templates: parameters, secrets and what maint knows "
      + "reach a step as variables of the environment, so that no value can become a command. If the braces are meant as "
      + "text, put them in quotes.",
    wrong: .runbook("params:\n  folder: {default: /srv}\nprecheck:\n  - {{ folder }}/check\n"),
    right: .runbook("params:\n  folder: {default: /srv}\nprecheck:\n  - test -d \"$folder\"\n"))

  static let nestingTooDeep = Explanation(
    "lists or maps nested deeper than 200",
    "No schedule or runbook needs more than a handful of levels. So many brackets come from a damaged or generated file, "
      + "and following them without a limit could end maint in the middle of its work.",
    wrong: .commands("printf '[%.0s' $(seq 201) | maint parse -"),
    right: .commands("printf '[[1, 2], [3, 4]]\\n' | maint parse -"))
}
