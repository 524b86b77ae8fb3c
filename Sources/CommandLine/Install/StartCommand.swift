import Catalog

/// The command by which cron and systemd start maint: every path in it is absolute, nothing is left to an environment.
struct StartCommand {
  private let words: [String]

  init(executable: String, project: String, state: String) {
    words = [executable, "-C", project, "--state", state, "run", "--due", "--quiet"]
  }

  /// As a shell reads it.
  var shellText: String { words.map(ShellText.quoted).joined(separator: " ") }

  /// As it stands in a crontab: cron makes a line break of a `%`, and takes away the backslash of `\%`, before the shell
  /// sees either: crontab(5). So each `%` stands as `\%` outside the quotes, where no backslash of a path comes before it.
  var cronText: String {
    words.map { word in
      word.unicodeScalars.split(separator: "%", omittingEmptySubsequences: false)
        .map { $0.isEmpty ? "" : ShellText.quoted(String($0)) }.joined(separator: "\\%")
    }.joined(separator: " ")
  }

  /// As it stands after `ExecStart=`: systemd.service(5), systemd.syntax(7). A colon at its beginning keeps systemd from
  /// replacing `$`, which in the path of an executable cannot be written in any other way.
  var unitText: String {
    (words.contains { $0.unicodeScalars.contains("$") } ? ":" : "") + words.map(Self.unitWord).joined(separator: " ")
  }

  /// The path that neither a crontab nor a unit can name: it has a line break or another control character.
  var unwritable: String? {
    words.first { $0.unicodeScalars.contains { $0.properties.generalCategory == .control } }
  }

  private static func unitWord(_ word: String) -> String {
    var text = ""
    var needsQuotes = false
    for scalar in word.unicodeScalars {
      switch scalar {
      // Else the beginning of a specifier, also in quotes: systemd.unit(5).
      case "%": text += "%%"
      case "\"", "\\": text += "\\\(scalar)"
      default: text.unicodeScalars.append(scalar)
      }
      if " '\"\\;".unicodeScalars.contains(scalar) { needsQuotes = true }
    }
    return needsQuotes ? "\"\(text)\"" : text
  }
}
