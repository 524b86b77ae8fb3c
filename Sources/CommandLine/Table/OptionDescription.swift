/// How an option is written and what it does.
package struct OptionDescription: Sendable {
  package enum Value: Sendable {
    case none
    case text(String)
    /// A whole number from 1.
    case number(String)
    /// `NAME=VALUE`.
    case assignment
    case file
    case folder
    /// What stands for it in help, and the only values.
    case choice(String, [String])
  }

  package let short: Character?
  package let value: Value
  /// Whether it may be given more than once.
  package let repeats: Bool
  package let help: String

  init(_ help: String, short: Character? = nil, value: Value = .none, repeats: Bool = false) {
    self.short = short
    self.value = value
    self.repeats = repeats
    self.help = help
  }

  /// What stands for the value in help and messages; nil where there is none.
  var placeholder: String? {
    switch value {
    case .none: nil
    case .text(let name), .number(let name), .choice(let name, _): name
    case .assignment: "NAME=VALUE"
    case .file: "FILE"
    case .folder: "DIR"
    }
  }
}

extension Option {
  /// Where `--limit` is not given.
  package static let runsListed = 20
  /// Where `--last` is not given.
  package static let samplesListed = 30
  /// Likewise, of trends and forecasts.
  static let trendSpan = Duration.seconds(90 * 86_400)
  static let forecastSpan = Duration.seconds(365 * 86_400)
  /// Where `--since` is not given.
  static let changelogSpan = Duration.seconds(30 * 86_400)
  /// Where `--days` is not given, and at most.
  package static let calendarDays = 90
  package static let mostCalendarDays = 3_660

  package var description: OptionDescription {
    switch self {
    case .project: OptionDescription("the project: schedules/ and runbooks/", short: "C", value: .folder)
    case .state: OptionDescription("the run log, backups and locks", value: .folder)
    case .color:
      OptionDescription(
        "auto (on a terminal), always or never", value: .choice("WHEN", ColorChoice.allCases.map(\.rawValue)))
    case .help: OptionDescription("this text", short: "h")
    case .json: OptionDescription("JSON instead of text; its field names are stable")
    case .with:
      OptionDescription("a parameter of the one task or runbook that is asked for", value: .assignment, repeats: true)
    case .jobs: OptionDescription("this many tasks at once", value: .number("N"))
    // Each verb has its own choices.
    case .format: OptionDescription("the form of what is printed", value: .choice("FORMAT", []))
    case .strict: OptionDescription("warnings are errors")
    case .dryRun: OptionDescription("print the plan; start no process, write no byte")
    case .failFast: OptionDescription("after a failure, start no further task")
    case .quiet: OptionDescription("print nothing unless something went wrong", short: "q")
    case .verbose: OptionDescription("print what the steps print, as they print it", short: "v")
    case .events: OptionDescription("append each event as a line of JSON", value: .file)
    case .noProgress: OptionDescription("plain lines, also on a terminal")
    case .wait: OptionDescription("wait this long for a lock of another maint: 30s, 10m, 0s", value: .text("DURATION"))
    case .due: OptionDescription("all that is due and may start now, in place of a TARGET")
    case .at: OptionDescription("another moment than now: 2026-12-24, or 2026-12-24T18:00Z", value: .text("TIME"))
    case .use:
      OptionDescription(
        "schedules and runbooks of then, or of now",
        value: .choice("WHICH", FileChoice.allCases.map(\.rawValue)))
    case .check: OptionDescription("write nothing; name the files that are not in the style")
    case .note: OptionDescription("what was done about it; kept in the run log", value: .text("TEXT"))
    case .limit: OptionDescription("the latest N runs; \(Self.runsListed) unless given", value: .number("N"))
    case .last: OptionDescription("the latest N samples; \(Self.samplesListed) unless given", value: .number("N"))
    case .plain: OptionDescription("the values alone, one a line, for scripts")
    case .exclude: OptionDescription("what is left out of the archive", value: .text("PATTERN"), repeats: true)
    case .sample: OptionDescription("those of N tasks, chosen at random", value: .number("N"))
    case .seed: OptionDescription("choose as the last time with this number", value: .number("N"))
    case .from:
      OptionDescription(
        "the first day, or moment: 2027-01-01, 2027-01-01T18:00; today unless given", value: .text("DATE"))
    case .days: OptionDescription("this many days; \(Self.calendarDays) unless given", value: .number("N"))
    case .down:
      OptionDescription(
        "the host is down: 2027-03-01..2027-03-05, or with times", value: .text("FROM..TO"), repeats: true)
    case .shell: OptionDescription("also run shellcheck over each shell text")
    case .path: OptionDescription("one path of the backup", value: .text("PATH"))
    case .to: OptionDescription("restore into this folder", value: .folder)
    case .yes: OptionDescription("do it without asking", short: "y")
    // Each verb says what it overwrites.
    case .force: OptionDescription("overwrite what is there")
    case .asCron: OptionDescription("with what cron would give it: environment, folder, umask, no terminal")
    case .user: OptionDescription("for the user who runs maint, not for the host")
    case .print: OptionDescription("print what would be written or removed; touch nothing")
    case .root: OptionDescription("of the system in this folder, as when an image is built", value: .folder)
    case .every:
      OptionDescription(
        "how often to look whether anything is due; \(TickInterval.usual.text) unless given",
        value: .choice("TIME", TickInterval.all.map(\.text)))
    case .randomDelay:
      OptionDescription(
        "systemd: start this much later at most, so that hosts do not all begin at once", value: .text("DURATION"))
    case .overrideWindow: OptionDescription("start tasks outside their windows and in freezes, too")
    case .reason: OptionDescription("why; kept in the run log", value: .text("TEXT"))
    case .for: OptionDescription("how long: 30m, 2h", value: .text("DURATION"))
    case .scratch: OptionDescription("keep what is changed in this folder, not in memory", value: .folder)
    case .scratchSize: OptionDescription("at most this much of the memory: 512MiB, 2GiB", value: .text("SIZE"))
    case .shareNetwork: OptionDescription("with the host's network; what goes out is real")
    case .bind:
      OptionDescription(
        "this path of the host as it is; what is changed in it stays", value: .text("PATH"), repeats: true)
    case .keep: OptionDescription("keep the layers of points that fail, in the folder of --scratch")
    case .waiting: OptionDescription("only what is still to be delivered")
    case .role: OptionDescription("the role in which you sign", value: .text("ROLE"))
    case .level: OptionDescription("how bad it is", value: .choice("LEVEL", []))
    case .kind: OptionDescription("what it says", value: .choice("KIND", []))
    case .head: OptionDescription("a hash that was kept elsewhere", value: .text("HASH"))
    case .incident: OptionDescription("the incident that the run belongs to", value: .number("N"))
    case .html: OptionDescription("write a page with all of it", value: .file)
    case .fixTable: OptionDescription("rewrite the table '| Section | Progress | Notes |' in the file")
    case .run: OptionDescription("begin the task at once, if nobody else need say yes")
    case .all: OptionDescription("also those that are over")
    case .requestApproval: OptionDescription("ask again for approval that was rejected, or that another asked for")
    case .period:
      OptionDescription(
        "2026, 2026-Q4, 2026-10, 2026-W47, or 90d for as many days up to today", value: .text("PERIOD"))
    case .explain: OptionDescription("what each figure is: definition, formula, unit, source")
    case .label: OptionDescription("what tells this series from others of the name", value: .assignment, repeats: true)
    case .by: OptionDescription("put together the series that have this label in common", value: .text("LABEL"))
    case .since:
      OptionDescription("from then on: 2026-11-01, 2026-11-01T18:00 or 90d; 30d unless given", value: .text("TIME"))
    case .details: OptionDescription("below each line what belongs to it: files, versions, reasons")
    case .prometheus: OptionDescription("what a Prometheus scrapes, in its text format")
    case .output: OptionDescription("write it to this file, as a whole; - for standard output", value: .file)
    case .watch: OptionDescription("keep it on the screen, redrawn as things happen, until q or Ctrl-C")
    case .man: OptionDescription("the whole manual as a man page, maint(8)")
    }
  }
}
