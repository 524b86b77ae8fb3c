import Reporting

/// `maint help --man`: the manual page maint(8), in mdoc(7), which man-db and mandoc both set.
package enum ManualPage {
  package static var text: String {
    let parts = [
      head, synopsis, description, Verb.shown.flatMap(section), options(Option.global, of: nil),
      HelpTopic.allCases.flatMap(section), environment, files,
      exitStatus, examples,
    ]
    return parts.joined().joined(separator: "\n") + "\n"
  }

  private static let head = [
    ".Dd November 21, 2026", ".Dt MAINT 8", ".Os", ".Sh NAME", ".Nm maint",
    ".Nd maintain this host on schedule, and always get back",
  ]

  private static let synopsis = [
    ".Sh SYNOPSIS", ".Nm", ".Ar VERB", ".Op Ar TARGET ...", ".Op Fl -options",
  ]

  private static let description: [String] =
    [
      ".Sh DESCRIPTION", ".Nm", "carries out the tasks of a project: schedules say what is done in which tier",
      "and what it needs first, runbooks say how, in stages of shell steps.",
      "Nothing is changed before it is backed up, a change that fails is rolled back,",
      "and the run log keeps all that happened.", ".Pp", "A",
    ] + [".Ar TARGET", "is"] + prose(Argument.target.help + ".") + [
      "The other tiers are hourly, weekly, monthly, quarterly, annual and emergency.", ".Pp",
      "Options may stand before or after the arguments;", "those of every verb also before the verb.", "A lone",
      ".Fl -", "ends the options.", ".Pp", "The verbs, by what they are for:",
    ]

  /// A verb as a subsection, the first of its group under the heading of the group.
  private static func section(_ verb: Verb) -> [String] {
    let description = verb.description
    let isFirst = Verb.shown.first { $0.description.group == description.group } == verb
    var lines = isFirst ? [".Ss \\&\(description.group.rawValue)"] : []
    lines += [".Bl -tag -width Ds", ".It Cm \(verb.rawValue)\(arguments(of: verb))"]
    lines += prose(description.summary)
    for paragraph in description.paragraphs { lines += [".Pp"] + prose(paragraph) }
    if !description.options.isEmpty {
      lines += [".Bl -tag -width Ds"] + description.options.flatMap { item($0, of: verb) } + [".El"]
    }
    return lines + [".El"]
  }

  private static func arguments(of verb: Verb) -> String {
    verb.description.arguments.map { description in
      let name = description.argument.name
      switch description.count {
      case .one: return " Ar \(name)"
      case .optional: return " Oo Ar \(name) Oc"
      case .oneOrMore: return " Ar \(name) ..."
      case .zeroOrMore: return " Oo Ar \(name) ... Oc"
      }
    }.joined()
  }

  private static func options(_ options: [Option], of verb: Verb?) -> [String] {
    [".Ss Options of every verb", ".Bl -tag -width Ds"] + options.flatMap { item($0, of: verb) } + [".El"]
  }

  private static func item(_ option: Option, of verb: Verb?) -> [String] {
    let description = verb?.description(of: option) ?? option.description
    let value = description.placeholder.map { " Ar \($0)" } ?? ""
    let short = description.short.map { "Fl \($0)\(value) , " } ?? ""
    let again = description.repeats ? " ..." : ""
    return [".It \(short)Fl -\(option.rawValue)\(value)\(again)"] + prose(description.help)
  }

  /// A topic of the help: its tables as tagged lists.
  private static func section(_ topic: HelpTopic) -> [String] {
    [".Sh \(topic.title)"] + topic.sections.flatMap(part)
  }

  private static func part(_ section: HelpTopic.Section) -> [String] {
    var lines = section.title.map { [".Ss \($0)"] } ?? []
    for paragraph in section.paragraphs { lines += prose(paragraph) }
    if section.rows.isEmpty { return lines }
    lines.append(".Bl -tag -width Ds")
    for row in section.rows { lines += [".It Li \(row.left)"] + prose(row.right) }
    return lines + [".El"]
  }

  private static var environment: [String] {
    [".Sh ENVIRONMENT", ".Bl -tag -width XDG_CONFIG_HOME"]
      + EnvironmentVariable.allCases.flatMap { [".It Ev \($0.rawValue)"] + prose($0.meaning) } + [".El"]
  }

  private static let files = [
    ".Sh FILES", ".Bl -tag -width Ds", ".It Pa /etc/maint",
    "The project, where nothing else is said and the working folder is none.", ".It Pa schedules/*.yaml",
    "The schedules of a project; all of them are read and merged.", ".It Pa runbooks/NAME.yaml",
    "The runbooks of a project.", ".It Pa /var/lib/maint", "The state folder of root; of others",
    ".Pa $XDG_STATE_HOME/maint", "or", ".Pa ~/.local/state/maint .", ".It Pa maint.db",
    "The run log in the state folder, a database of SQLite.",
    ".It Pa /etc/cron.d/maint , /etc/systemd/system/maint.service , maint.timer",
    "What 'maint install' writes.", ".El",
  ]

  private static var exitStatus: [String] {
    let general = ExitCode.allCases.flatMap { [".It \($0.rawValue)"] + prose($0.meaning) }
    let special = Verb.shown.flatMap { verb in
      verb.description.exitCodes.filter { $0.meaning != nil && $0.code != .success }.flatMap { code, meaning in
        [".It \(code.rawValue) of Cm \(verb.rawValue)"] + prose(meaning ?? code.meaning)
      }
    }
    return [".Sh EXIT STATUS", ".Bl -tag -width Ds"] + general + [
      ".El", ".Pp", "Some verbs mean something of their own:",
    ]
      + [".Bl -tag -width Ds"] + special + [".El"]
  }

  private static var examples: [String] {
    let lines = Verb.shown.flatMap(\.description.examples).flatMap { ["# " + $0.purpose, $0.command] }
    return [".Sh EXAMPLES", ".Bd -literal"] + lines.map(protected) + [".Ed"]
  }

  /// Each sentence begins a line, as mdoc asks for, and nothing in it is read as a macro.
  private static func prose(_ text: String) -> [String] {
    var sentences = [""]
    for word in text.split(separator: " ") {
      sentences[sentences.count - 1] += " " + word
      if word.hasSuffix(".") || word.hasSuffix("?") { sentences.append("") }
    }
    // Room is left for the escapes.
    return sentences.flatMap { TextColumns.filled($0, width: 66) }.map(protected)
  }

  /// Characters that roff would turn into something else: `\`, a leading `.` or `'`, and the typographic pairs.
  private static func protected(_ text: String) -> String {
    var result = text.hasPrefix(".") || text.hasPrefix("'") ? "\\&" : ""
    for character in text {
      switch character {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      case "'": result += "\\(aq"
      case "\"": result += "\\(dq"
      case "`": result += "\\(ga"
      case "~": result += "\\(ti"
      case "^": result += "\\(ha"
      default: result.append(character)
      }
    }
    return result
  }
}
