/// Slips that leave sound YAML behind.
extension Explanation {
  static let curlyQuote = Explanation(
    "a text in curly quotes",
    "Word processors and web pages turn straight quotes into curly ones, which quote nothing: they are part of the text, "
      + "and a shell takes them as part of a word. Write straight quotes, or none.",
    wrong: .runbook("description: “look at the disks”\nprecheck: [df]\n"),
    right: .runbook("description: 'look at the disks'\nprecheck: [df]\n"))

  static let listInText = Explanation(
    "a line that begins with '- ' and is part of the text above it",
    "A line that is indented more than the text above it goes on with that text, whatever it begins with. So two entries "
      + "become one, and the second is not run. Indent entries alike; a list under a key needs the ':' after the key.",
    wrong: .runbook("precheck:\n  - df\n    - free\n"),
    right: .runbook("precheck:\n  - df\n  - free\n"))

  static let windowsPath = Explanation(
    "a Windows path in double quotes",
    "In double quotes a backslash begins an escape: \\t is a tab and \\n the end of a line, so the text is no path any "
      + "more. Single quotes leave backslashes as they are.",
    wrong: .runbook("description: \"C:\\temp\"\nprecheck: [df]\n"),
    right: .runbook("description: 'C:\\temp'\nprecheck: [df]\n"))
}
