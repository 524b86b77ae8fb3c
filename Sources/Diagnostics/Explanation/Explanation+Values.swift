/// Texts that do not have the form that their key asks for.
extension Explanation {
  static let badName = Explanation(
    "a text that cannot be a name",
    "Names of tasks, runbooks, locks and the like stand in commands, file names and columns, so they begin with a letter "
      + "or _ and go on with letters, digits, _ and -. Parameters and secrets become variables of the shell and have no -.",
    wrong: .runbook("locks: [package manager]\nprecheck: [df]\n"),
    right: .runbook("locks: [package-manager]\nprecheck: [df]\n"))

  static let badText = Explanation(
    "a text with a NUL in it",
    "The kernel ends every argument and every variable at a NUL, so a command would get half of the text. Remove the \\0.",
    wrong: .runbook("precheck:\n  - \"printf 'a\\0b'\"\n"),
    right: .runbook("precheck:\n  - \"printf 'ab'\"\n"))

  static let badDuration = Explanation(
    "a text that is no duration",
    "A duration is one or more whole numbers with units, the largest first: 90s, 1h30m, 2_hours, 500ms, 7d. A number "
      + "alone is refused, because 10 could be seconds or minutes. A time limit cannot be zero; leave the key out for no "
      + "limit.",
    wrong: .schedule("defaults:\n  grace: 10\n"),
    right: .schedule("defaults:\n  grace: 10s\n"))

  static let badTime = Explanation(
    "a text that is no time of day",
    "A time is two digits, a colon and two digits, from 00:00 to 23:59; the hours of a window are two of them with a "
      + "dash, the second may be 24:00 or lie on the next day, or they are as_needed. am and pm are not read.",
    wrong: .schedule("maintenance_windows:\n  weekly: {time: \"2am-4am\"}\n"),
    right: .schedule("maintenance_windows:\n  weekly: {time: \"02:00-04:00\"}\n"))

  static let badDate = Explanation(
    "a text that is no date",
    "A date is year, month and day as in 2026-12-20, and a day that the calendar has; where a moment may stand, a time to "
      + "the minute may follow it, as in 2026-12-20T18:00, and Z for UTC or an offset such as +01:00. Other orders are "
      + "refused, because 01/02 is January to some and February to others.",
    wrong: .schedule("change_freeze:\n  - {from: 20.12.2026, to: 2027-01-02, reason: holiday trading}\n"),
    right: .schedule("change_freeze:\n  - {from: 2026-12-20, to: 2027-01-02, reason: holiday trading}\n"))

  static let badDay = Explanation(
    "a text that names no day",
    "A window opens daily, on a weekday (Sunday), on one of a month (First_Sunday to Fifth_Sunday, Last_Sunday) or on a "
      + "day of the month from 1 to 31; a list names several.",
    wrong: .schedule("maintenance_windows:\n  monthly: {day: Sixth_Sunday, time: \"02:00-06:00\"}\n"),
    right: .schedule("maintenance_windows:\n  monthly: {day: Last_Sunday, time: \"02:00-06:00\"}\n"))

  static let badMonth = Explanation(
    "a text that names no month",
    "A month is its English name, the first three letters of it, or its number from 1 to 12.",
    wrong: .schedule("maintenance_windows:\n  monthly: {months: [Mai], time: \"02:00-06:00\"}\n"),
    right: .schedule("maintenance_windows:\n  monthly: {months: [May], time: \"02:00-06:00\"}\n"))

  static let badNumber = Explanation(
    "a text that is no number, or one out of its range",
    "Numbers are written in digits, without sign, unit or separators; backoff may have a point in it. The message says "
      + "from where to where they go.",
    wrong: .runbook("precheck:\n  - run: df\n    retries: three\n"),
    right: .runbook("precheck:\n  - run: df\n    retries: 3\n"))

  static let badBoolean = Explanation(
    "a text that is neither true nor false",
    "yes, no, on and off mean a truth to some YAML programs and a text to others. maint reads true and false.",
    wrong: .runbook("params:\n  note: {required: yes, help: what to print}\nprecheck: ['echo \"$note\"']\n"),
    right: .project(
      schedule: "maintenance_schedule:\n  daily:\n    - {task: deploy, with: {note: hello}}\n",
      runbook: "params:\n  note: {required: true, help: what to print}\nprecheck: ['echo \"$note\"']\n"))

  static let badSize = Explanation(
    "a text that is no size, or one out of its range",
    "A size is a whole number of bytes, or one with KiB, MiB or GiB, which are powers of 1024. MB is refused, because it "
      + "means 1000 to some and 1024 to others.",
    wrong: .schedule("defaults:\n  output_limit: 1MB\n"),
    right: .schedule("defaults:\n  output_limit: 1MiB\n"))

  static let badPath = Explanation(
    "a path that does not begin with /",
    "Steps start in / unless they say otherwise, and cron, systemd and a terminal start maint in different folders, so a "
      + "path must say where it begins.",
    wrong: .runbook("precheck:\n  - run: ls\n    cwd: srv/web\n"),
    right: .runbook("precheck:\n  - run: ls\n    cwd: /srv/web\n"))

  static let badPattern = Explanation(
    "a pattern that cannot be read",
    "A pattern is a POSIX extended regular expression, regex(7), which the whole value must match. \\d, \\w and look-ahead "
      + "belong to other languages; write [0-9] and [A-Za-z0-9_].",
    wrong: .runbook("params:\n  days: {default: \"7\", pattern: '[0-9'}\nprecheck: ['test \"$days\" -gt 0']\n"),
    right: .runbook("params:\n  days: {default: \"7\", pattern: '[0-9]+'}\nprecheck: ['test \"$days\" -gt 0']\n"))
}
