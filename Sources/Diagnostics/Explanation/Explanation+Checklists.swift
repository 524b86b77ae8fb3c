/// What is wrong with a checklist.
extension Explanation {
  static let badMarker = Explanation(
    "a sign before an item that is none of the three markers",
    "An item of a checklist begins with { } while it is open, {IP} while it is in progress, {X} when it is done, and a "
      + "blank. Any other sign would leave the item out of all counts, and move the numbers of those below it. 'maint "
      + "checklist done FILE ITEM' writes them for you.",
    wrong: .checklist("- {x} Write down who is called at night\n- { } Agree on a window\n"),
    right: .checklist("- {X} Write down who is called at night\n- { } Agree on a window\n"))

  static let missingTask = Explanation(
    "an item of a checklist whose task is not there",
    "An item that says maint: NAME counts as complete when that task has succeeded in its period. There is no such task "
      + "in the project, so the item never would. NAME is a task (daily.log_rotation, or log_rotation where only one "
      + "tier has it), not a tier or a runbook.",
    wrong: .checklist("- { } Logs are rotated (maint: daily.logs_rotation)\n"),
    right: .checklist("- { } Logs are rotated (maint: daily.log_rotation)\n"))

  static let noItems = Explanation(
    "a checklist without any item",
    "No line of the file begins with a marker, so there is nothing to count, and another file may have been meant. An item "
      + "is a line with { }, {IP} or {X} before its text. Those in blocks of code and in comments do not count.",
    wrong: .checklist("Agree on a window.\n"),
    right: .checklist("- { } Agree on a window.\n"))

  static let unclosedFence = Explanation(
    "a block of code in a checklist that is never closed",
    "Markdown takes all that follows for code, and so does maint: the items below would not count, and nobody would notice. "
      + "End the block with a line of the same signs.",
    wrong: .checklist("- { } Look at the log:\n\n```\nmaint log\n\n- { } Agree on a window\n"),
    right: .checklist("- { } Look at the log:\n\n```\nmaint log\n```\n\n- { } Agree on a window\n"))

  static let unclosedComment = Explanation(
    "a comment in a checklist that is never closed",
    "Markdown takes all that follows <!-- for a comment, and so does maint: the items below would not count, and nobody "
      + "would notice. End the comment with -->.",
    wrong: .checklist("- { } Look at the log\n\n<!-- asked in May\n\n- { } Agree on a window\n"),
    right: .checklist("- { } Look at the log\n\n<!-- asked in May -->\n\n- { } Agree on a window\n"))

  static let hiddenItem = Explanation(
    "a line of a checklist that looks like an item and is none",
    "An item is a marker at the beginning of its line, or of an entry of a list, with a blank and the text after it. This "
      + "line has something else before or after the marker, or is a row of a table, so it may be an explanation, a "
      + "quotation or an item with a slip: it is left out of all counts. Write it as an item, or words before the marker.",
    wrong: .checklist("- { } Look at the log\n- {X}: Agree on a window\n"),
    right: .checklist("- { } Look at the log\n- {X} Agree on a window\n"))

  static let strayNote = Explanation(
    "a note in the progress table whose section is not there",
    "The row has a note, and no heading with items is called as it is: perhaps the section was renamed. --fix-table writes "
      + "a row for each section that there is and keeps their notes, so this one would be lost. Rename the row as the "
      + "section, or remove it.",
    wrong: .checklist(
      """
      | Section | Progress | Notes |
      | ------- | -------- | ----- |
      | Nights  | 0/1 (0%) | by May |

      ## At night
      - { } Write down who is called

      """),
    right: .checklist(
      """
      | Section  | Progress | Notes |
      | -------- | -------- | ----- |
      | At night | 0/1 (0%) | by May |

      ## At night
      - { } Write down who is called

      """))
}
