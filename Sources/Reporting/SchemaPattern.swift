import Catalog
import Scheduling

/// Regular expressions for the scalars of schedules and runbooks, in what ECMA-262 and Python's re have in common.
///
/// They are made from the tables and limits by which maint itself reads.
enum SchemaPattern {
  /// Names and numbers apart, NUL is the one character that no text may have: neither arguments nor variables can.
  static let text = #"^[^\u0000]*$"#
  static let script = #"^[^\u0000]*[^\u0000 \t\n][^\u0000]*$"#
  static let absolutePath = #"^/[^\u0000]*$"#
  static let plainPath = #"^(/(?!\.{1,2}(/|$))[^/\u0000]+)+$"#
  static let metricsPath = #"^(?=[^\u0000]*\.prom$)(/(?!\.{1,2}(/|$))[^/\u0000]+)+$"#
  static let userName = #"^[^\u0000-\u0020:/]+$"#
  static let approver = "^(?!(?:\(noApprover))$)" + #"%?[^\u0000-\u0020:/,%]+$"#
  static let credentialName = #"^(?!\.{1,2}$)[^\u0000/]+$"#
  static let zone = #"^[A-Za-z0-9_+-][A-Za-z0-9_.+-]*(?:/[A-Za-z0-9_+-][A-Za-z0-9_.+-]*)*$"#

  /// No user name and no password.
  static let url = #"^https?://(?![:/?#])(?![^/?#]*@)[!#-;=?-\[\]_a-z~]+$"#
  static let hostAndPort =
    "^(?:\\[[0-9A-Fa-f:.]+\\]|(?!-)[A-Za-z0-9._-]+):(?:\(digits(in: 1...65_535)))$"
  static let mailAddress = "^(?!-)\(mailPart)(?:@\(mailPart))?$"

  static let name = "^\(nameBody)$"
  static let need = "^(?:(?:\(Tier.allCases.map(\.rawValue).joined(separator: "|")))\\.)?\(nameBody)$"
  static let variableName =
    "^(?!(?:\(ReservedVariable.names.joined(separator: "|")))$)"
    + "(?!\(([ReservedVariable.ownPrefix] + ReservedVariable.actedOnPrefixes).joined(separator: "|")))\(variableBody)$"
  static let environmentName = "^(?!\(ReservedVariable.ownPrefix))\(variableBody)$"

  static let duration = "^(?=[0-9])\(durationBody)$"
  static let timeLimit = "^(?=[0-9])(?=.*[1-9])\(durationBody)$"
  static let time = "^\(clock)$"
  /// A span without length is none.
  static let hours = "^(?:\(Window.Hours.asNeededText)|(?!(.{5})-\\1$)\(clock)-(?:\(clock)|24:00))$"
  static let daysOfMonth = DayRule.daysOfMonth
  static let days =
    "^(?:0*(?:\(digits(in: daysOfMonth)))|\(anyCase(DayRule.dailyText))|"
    + "(?:(?:\(DayRule.ordinalWords.map(anyCase).joined(separator: "|")))_)?"
    + "(?:\(Weekday.allCases.map { shortened($0.name) }.joined(separator: "|"))))$"

  static let months = 1...12
  static let month =
    "^(?:0*(?:\(digits(in: months)))|\(Month.allCases.map { shortened($0.name) }.joined(separator: "|")))$"

  /// With the days that each month has, leap years included.
  static let moment =
    "^(?!0000)(?:\(year)-(?:\(dayOfYear))|(?:\(leapYear))-02-29)(?:T\(clock)(?:Z|[+-]\(clock))?)?$"

  /// Whole numbers as maint reads them: zeros may stand before them.
  static func count(_ range: ClosedRange<Int>) -> String { "^0*(?:\(digits(in: range)))$" }

  /// Digits with at most one point between them; the limits are whole numbers.
  static func factor(_ range: ClosedRange<Int>) -> String {
    let below = digits(in: range.lowerBound...max(range.lowerBound, range.upperBound - 1))
    return "^0*(?:(?:\(below))(?:\\.[0-9]+)?|\(range.upperBound)(?:\\.0+)?)$"
  }

  /// A number of bytes with a unit or without.
  static func size(_ range: ClosedRange<Int>) -> String {
    let alternatives = [("B?", 0), ("KiB", 10), ("MiB", 20), ("GiB", 30)].compactMap { unit, shift -> String? in
      let lower = (range.lowerBound + (1 << shift) - 1) >> shift
      let upper = range.upperBound >> shift
      return lower <= upper ? "(?:\(digits(in: lower...upper)))\(unit)" : nil
    }
    return "^0*(?:\(alternatives.joined(separator: "|")))$"
  }

  private static let mailPart = #"[!#-'*+.\-/0-9=?A-Z^-~]+"#
  private static let nameBody = "[A-Za-z_][A-Za-z0-9_-]{0,\(NameRule.longest - 1)}"
  private static let variableBody = "[A-Za-z_][A-Za-z0-9_]{0,\(NameRule.longest - 1)}"
  private static let clock = "(?:[01][0-9]|2[0-3]):[0-5][0-9]"

  private static let year = "[0-9]{4}"
  private static let leapYear = "[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00"
  private static let dayOfYear =
    "(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8])"

  /// The largest unit first, each once; after a pair comes another or the end.
  private static let durationBody = DurationText.unitWords.map { words in
    "(?:[0-9]+[_ ]?(?:\(words.joined(separator: "|")))(?:[_ ]?(?=[0-9])|$))?"
  }.joined()

  /// The name, or its first three letters.
  private static func shortened(_ name: String) -> String {
    "\(anyCase(String(name.prefix(3))))(?:\(anyCase(String(name.dropFirst(3)))))?"
  }

  private static func anyCase(_ word: String) -> String {
    word.map { "[\($0.uppercased())\($0.lowercased())]" }.joined()
  }

  /// In upper and lower case: regular expressions of JSON Schema have no flags.
  private static let noApprover = ApprovalRule.Approver.noNames.sorted()
    .map { name in name.map { $0.isLetter ? "[\($0.uppercased())\($0)]" : String($0) }.joined() }.joined(separator: "|")
}
