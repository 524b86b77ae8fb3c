/// Mistakes of form: space, indentation, what stands where.
extension Explanation {
  static let tabIndentation = Explanation(
    "a tab where a line is indented",
    "How wide a tab is depends on the editor, so two people would see two structures. YAML forbids tabs there. Indent "
      + "with spaces; a tab after the key, or before a comment, is allowed.",
    wrong: .commands("printf 'defaults:\\n\\tgrace: 10s\\n' | maint parse -"),
    right: .commands("printf 'defaults:\\n  grace: 10s\\n' | maint parse -"))

  static let wrongIndentation = Explanation(
    "a line indented unlike its siblings",
    "Indentation says what belongs to what, and this line fits to nothing above it. maint shows the line that it should "
      + "go with and does not choose for you: a step could end up in another stage. Give both the same indentation.",
    wrong: .schedule("defaults:\n  grace: 10s\n   lock_wait: 10m\n"),
    right: .schedule("defaults:\n  grace: 10s\n  lock_wait: 10m\n"))

  static let duplicateKey = Explanation(
    "the same key twice in one map",
    "Most programs take the last of the two in silence, and the other one, which somebody wrote for a reason, does "
      + "nothing. Remove one of them, or join their values.",
    wrong: .schedule("defaults:\n  grace: 10s\n  lock_wait: 10m\n  grace: 1m\n"),
    right: .schedule("defaults:\n  grace: 1m\n  lock_wait: 10m\n"))

  static let missingSpace = Explanation(
    "a space is missing after ':' or '-', or before '#'",
    "Without the space 'key:value' is one word and '-item' a text. Write a space after a colon and a dash; a comment "
      + "needs one before its #.",
    wrong: .schedule("defaults:\n  lock_wait: 10m\n  grace:10s\n"),
    right: .schedule("defaults:\n  lock_wait: 10m\n  grace: 10s\n"))

  static let missingColon = Explanation(
    "a line that is no 'key: value'",
    "The lines beside it are keys with values, and this one has no colon: it was forgotten, or = was written for it. "
      + "Write a colon and a space after the key.",
    wrong: .schedule("defaults:\n  lock_wait: 10m\n  grace = 10s\n"),
    right: .schedule("defaults:\n  lock_wait: 10m\n  grace: 10s\n"))

  static let missingComma = Explanation(
    "a comma is missing in brackets",
    "Inside [ ] and { } entries are separated by commas. Without one it is not clear where an entry ends.",
    wrong: .runbook("requires: [\"awk\" \"df\"]\nprecheck: [df]\n"),
    right: .runbook("requires: [\"awk\", \"df\"]\nprecheck: [df]\n"))

  static let unexpectedColon = Explanation(
    "': ' inside a value without quotes",
    "A colon and a space make what stands before them a key. In the middle of a value that is probably not meant. Put "
      + "the whole value in quotes, or begin a block with '|' on the line of the key.",
    wrong: .runbook("description: Nightly: look at the disks\nprecheck: [df]\n"),
    right: .runbook("description: \"Nightly: look at the disks\"\nprecheck: [df]\n"))

  static let unexpectedText = Explanation(
    "text where a value has ended already",
    "After a closing quote or bracket the value is complete, and only a comment may follow on the line; a list goes on "
      + "with '- '. Often a quote stands inside a quoted text: write '' for ' in single quotes, and \\\" in double quotes.",
    wrong: .runbook("description: 'the host's disks'\nprecheck: [df]\n"),
    right: .runbook("description: 'the host''s disks'\nprecheck: [df]\n"))

  static let unexpectedComma = Explanation(
    "a comma with nothing before it",
    "Two commas follow each other, or a value begins with one. An entry may have been lost. Remove the comma, write the "
      + "missing entry, or put a value that begins with a comma in quotes.",
    wrong: .runbook("requires: [awk,, df]\nprecheck: [df]\n"),
    right: .runbook("requires: [awk, df]\nprecheck: [df]\n"))

  static let unexpectedBracket = Explanation(
    "a closing bracket that closes nothing",
    "No bracket is open here. Remove it, or put a value that begins with a bracket in quotes.",
    wrong: .runbook("description: }draft{\nprecheck: [df]\n"),
    right: .runbook("description: \"}draft{\"\nprecheck: [df]\n"))

  static let unclosedBracket = Explanation(
    "a bracket that is never closed",
    "The place shown is where it was opened. All that follows would belong to it, so maint cannot say what the rest of "
      + "the file means. Close it; a value that begins with a bracket needs quotes.",
    wrong: .runbook("requires: [awk, df\nprecheck: [df]\n"),
    right: .runbook("requires: [awk, df]\nprecheck: [df]\n"))

  static let unclosedQuote = Explanation(
    "a quote that is never closed",
    "The place shown is where it was opened. The text would swallow the lines that follow, steps among them. Close it; "
      + "an apostrophe at the beginning of a value needs double quotes around the value.",
    wrong: .runbook("description: \"look at the disks\nprecheck: [df]\n"),
    right: .runbook("description: \"look at the disks\"\nprecheck: [df]\n"))

  static let unknownEscape = Explanation(
    "a backslash in double quotes that means nothing",
    "In double quotes a backslash begins an escape such as \\n, and YAML has no such escape. A path or a pattern loses "
      + "nothing in single quotes, where a backslash is a backslash; in double quotes write \\\\.",
    wrong: .runbook("params:\n  number: {default: \"1\", pattern: \"\\d+\"}\nprecheck: ['test \"$number\" -gt 0']\n"),
    right: .runbook("params:\n  number: {default: \"1\", pattern: '[0-9]+'}\nprecheck: ['test \"$number\" -gt 0']\n"))

  static let reservedCharacter = Explanation(
    "a value that begins with @, ` or %",
    "YAML keeps these characters for itself at the beginning of a value. Put the value in quotes.",
    wrong: .runbook("precheck:\n  - name: @host\n    run: hostname\n"),
    right: .runbook("precheck:\n  - name: \"@host\"\n    run: hostname\n"))

  static let misplacedCollection = Explanation(
    "a list or map that begins on the line of its key",
    "A list with dashes begins on the line after its key; in brackets entries need no dash. Both forms are fine, but not "
      + "mixed on one line.",
    wrong: .runbook("requires: - awk\nprecheck: [df]\n"),
    right: .runbook("requires:\n  - awk\nprecheck: [df]\n"))

  static let noBreakSpace = Explanation(
    "a no-break space where a space is needed",
    "It looks like a space and is none, so that the key before it has no value. Text copied from a web page or a word "
      + "processor often has some. Replace it by a space; inside of quotes it may stay.",
    wrong: .commands("printf 'defaults:\\n  lock_wait: 10m\\n  grace:\\302\\24010s\\n' | maint parse -"),
    right: .commands("printf 'defaults:\\n  lock_wait: 10m\\n  grace: 10s\\n' | maint parse -"))

  static let misplacedMarker = Explanation(
    "something after '...', which ends the document",
    "Three dots at the beginning of a line end the document, and only a comment may follow on that line. If it is meant "
      + "as text, put it in quotes or indent it.",
    wrong: .schedule("defaults:\n  grace: 10s\n... the end\n"),
    right: .schedule("defaults:\n  grace: 10s\n... # the end\n"))

  static let blockScalarHeader = Explanation(
    "something wrong after '|' or '>'",
    "A block of text begins with '|' (lines stay) or '>' (lines are joined), perhaps followed by + or - and a digit, and "
      + "the text stands on the next lines, indented. In brackets there are no blocks.",
    wrong: .runbook("precheck:\n  - run: | df -h\n      uptime\n"),
    right: .runbook("precheck:\n  - run: |\n      df -h\n      uptime\n"))

  static let multilineKey = Explanation(
    "a key that goes over several lines",
    "A key and its colon must stand on one line. Most often a colon in a longer text makes it a key by mistake: put the "
      + "whole text in quotes or into a '|' block.",
    wrong: .schedule("maintenance_metrics:\n  'avail\n    ability': 99.9\n"),
    right: .schedule("maintenance_metrics:\n  'availability': 99.9\n"))

  static let keyTooLong = Explanation(
    "a key of more than 1024 characters",
    "YAML allows a key no more, and a longer one is a text with a colon in it. Put the text in quotes, or give it a key.",
    wrong: .commands("printf '%01025d: 1\\n' 0 | maint parse -"),
    right: .commands("printf '\"%01025d: 1\"\\n' 0 | maint parse -"))
}
