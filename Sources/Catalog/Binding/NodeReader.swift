import Diagnostics
import Scheduling
import Syntax

/// Reads typed values from nodes; what is wrong with one is noted, nil returned, and reading goes on.
struct NodeReader {
  var diagnostics = DiagnosticBag()
  /// Names that may still be compared to find near ones: a large project full of mistakes would take minutes.
  private var comparisonsLeft = 200_000

  /// What no message may quote of the file that is being read.
  var concealed: ConcealedText?

  mutating func note(
    _ id: DiagnosticID, _ message: String, severity: Diagnostic.Severity = .error, at place: Place,
    hint: String? = nil, notes: [Diagnostic.Note] = []
  ) {
    diagnostics.append(Diagnostic(id, message, severity: severity, at: place, hint: hint, notes: notes))
  }

  /// `'text'` for a message, or asterisks where nobody may read what stands at the place.
  func quoted(_ text: String, at place: Place) -> String {
    "'\(isConcealed(place) ? ConcealedText.mask : text)'"
  }

  func isConcealed(_ place: Place) -> Bool {
    place.range.flatMap { concealed?.touches($0) } ?? false
  }

  /// `did you mean 'timeout'?`, where a name is near.
  mutating func suggestion(for name: String, among names: some Collection<String>) -> String? {
    nearest(to: name, among: names).map { "did you mean '\($0)'?" }
  }

  mutating func nearest(to name: String, among names: some Collection<String>) -> String? {
    guard names.count <= comparisonsLeft else { return nil }
    comparisonsLeft -= names.count
    return NearestName.suggest(name, among: names)
  }

  // MARK: Scalars

  /// What a scalar says; `shape` is for messages.
  mutating func scalar(_ node: Node, _ shape: Shape) -> String? {
    guard node.kind == .scalar else {
      noteWrongType(node, expected: shape)
      return nil
    }
    if node.isEmptyPlain {
      note(.missingValue, "expected \(shape.description), found nothing", at: node.place)
      return nil
    }
    if let slip = Slip.inText(node, isAnyTextAllowed: shape.allowsAnyText) {
      diagnostics.append(slip)
      if slip.severity == .error { return nil }
    }
    let text = node.text
    if node.style == .doubleQuoted, text.utf8.contains(0) {
      // Neither arguments nor variables of a process can hold one: execve(2).
      note(.badText, "the text holds a NUL, which no command can be given", at: node.place, hint: "remove the \\0")
      return nil
    }
    return text
  }

  mutating func text(_ node: Node) -> String? { scalar(node, .text) }

  /// A shell text, not blank.
  mutating func script(_ node: Node) -> String? {
    guard let text = scalar(node, .script) else { return nil }
    if text.utf8.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0A }) {
      note(.missingValue, "expected a shell text, found an empty one", at: node.place)
      return nil
    }
    return text
  }

  mutating func name(_ node: Node) -> String? {
    scalar(node, .name).flatMap { checkName($0, at: node.place) ? $0 : nil }
  }

  mutating func checkName(_ text: String, at place: Place) -> Bool {
    if NameRule.isName(text) { return true }
    note(
      .badName, text.isEmpty ? "a name cannot be empty" : "'\(text)' is not a name", at: place,
      hint: "a name begins with a letter or _ and goes on with letters, digits, _ and -, "
        + "at most \(NameRule.longest) of them")
    return false
  }

  /// A variable that steps get; `reserved` says why a name is taken.
  mutating func variableName(_ key: Node, reserved: (String) -> String?) -> String? {
    let text = key.text
    guard NameRule.isVariableName(text) else {
      note(
        .badName, "\(quoted(text, at: key.place)) cannot be the name of a variable", at: key.place,
        hint: "steps get it as an environment variable: a letter or _, then letters, digits and _")
      return nil
    }
    if let reason = reserved(text) {
      note(
        .reservedName, "the name \(quoted(text, at: key.place)) is taken", at: key.place,
        hint: "\(reason); choose another name")
      return nil
    }
    return text
  }

  mutating func duration(_ node: Node, _ shape: Shape = .duration) -> Duration? {
    guard let text = scalar(node, shape) else { return nil }
    guard let duration = DurationText.parse(text) else {
      let isNumber = Int(digits: text.utf8) != nil
      note(
        .badDuration, "'\(text)' is not a duration", at: node.place,
        hint: Int(digits: text.utf8) == 0
          ? "add the unit, such as 0s; a limit is left out where there is to be none"
          : isNumber
            ? "add the unit, such as \(text)s or \(text)m"
            : "write whole numbers with units: 500ms, 30s, 5m, 1h30m, 7d, 2_hours")
      return nil
    }
    return duration
  }

  mutating func timeLimit(_ node: Node) -> Duration? {
    time(node, butZero: "a time limit of zero would end everything at once", hint: "leave the key out for no limit")
  }

  /// How long to wait until it is tried again.
  mutating func delay(_ node: Node) -> Duration? {
    time(
      node, butZero: "without a time between them all tries would be used up at once",
      hint: "write how long to wait, such as 10m, or leave the key out for an hour")
  }

  private mutating func time(_ node: Node, butZero message: String, hint: String) -> Duration? {
    guard let time = duration(node, .timeLimit) else { return nil }
    if time != .zero { return time }
    note(.badDuration, message, at: node.place, hint: hint)
    return nil
  }

  mutating func time(_ node: Node) -> TimeOfDay? {
    parse(node, .time, .badTime) { TimeOfDay.parse($0) }
  }

  mutating func moment(_ node: Node) -> CalendarMoment? {
    parse(node, .moment, .badDate) { CalendarMoment.parse($0) }
  }

  mutating func hours(_ node: Node) -> Window.Hours? {
    parse(node, .hours, .badTime) { Window.Hours.parse($0) }
  }

  /// `shape` is what else may stand there.
  mutating func dayRule(_ node: Node, _ shape: Shape = .days) -> DayRule? {
    guard let text = scalar(node, shape) else { return nil }
    if let rule = DayRule.parse(text) { return rule }
    let hint =
      Int(digits: text.utf8) == nil
      ? DayRule.remark(onOrdinalOf: text) ?? Shape.days.correction(of: text)
        ?? suggestion(for: text, among: DayRule.knownTexts)
      : "the days of a month are 1 to 31"
    note(.badDay, "'\(text)' is not a day", at: node.place, hint: hint ?? "expected \(Shape.days.description)")
    return nil
  }

  mutating func month(_ node: Node) -> Month? {
    guard let text = scalar(node, .month) else { return nil }
    if let month = Month.parse(text) { return month }
    let hint =
      Int(digits: text.utf8) == nil
      ? suggestion(for: text, among: Month.allCases.map(\.name)) : "the months are 1 to 12"
    note(.badMonth, "'\(text)' is not a month", at: node.place, hint: hint ?? "expected \(Shape.month.description)")
    return nil
  }

  mutating func size(_ node: Node, in range: ClosedRange<Int>) -> Int? {
    guard let text = scalar(node, .size(range)) else { return nil }
    guard let size = ByteSize.parse(text) else {
      note(.badSize, "'\(text)' is not a size", at: node.place, hint: "expected \(Shape.size(range).description)")
      return nil
    }
    guard range.contains(size) else {
      note(
        .badSize, "'\(text)' is too \(size < range.lowerBound ? "small" : "large")", at: node.place,
        hint: "from \(range.lowerBound) to \(range.upperBound) bytes")
      return nil
    }
    return size
  }

  mutating func boolean(_ node: Node) -> Bool? {
    parse(node, .boolean, .badBoolean) { $0 == "true" ? true : $0 == "false" ? false : nil }
  }

  mutating func count(_ node: Node, in range: ClosedRange<Int>) -> Int? {
    parse(node, .count(range), .badNumber) { text in
      Int(digits: text.utf8).flatMap { range.contains($0) ? $0 : nil }
    }
  }

  /// Digits with at most one point between them.
  mutating func factor(_ node: Node, in range: ClosedRange<Double>) -> Double? {
    parse(node, .factor(range), .badNumber) { text in
      let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
      guard parts.count <= 2, parts.allSatisfy({ Int(digits: $0) != nil }) else { return nil }
      return Double(text).flatMap { range.contains($0) ? $0 : nil }
    }
  }

  mutating func plainPath(_ node: Node, as shape: Shape = .plainPath) -> String? {
    guard let path = scalar(node, shape) else { return nil }
    let names = path.split(separator: "/", omittingEmptySubsequences: false)
    let plain = "/" + names.filter { !$0.isEmpty && $0 != "." }.joined(separator: "/")
    if path == plain, path != "/", !names.contains("..") { return path }
    let hint =
      if names.contains("..") { "write where the .. leads" } else if plain == "/" {
        "name the files and folders that are meant"
      } else if path.hasPrefix("/") { "write \(plain)" } else { "write it from / on" }
    note(.badPath, "'\(path)' is not \(shape.description)", at: node.place, hint: hint)
    return nil
  }

  mutating func absolutePath(_ node: Node) -> String? {
    parse(node, .absolutePath, .badPath) { $0.hasPrefix("/") ? $0 : nil }
  }

  mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(_ node: Node, of type: Choice.Type) -> Choice? {
    let names = type.allCases.map(\.rawValue)
    guard let text = scalar(node, .choice(names)) else { return nil }
    if let choice = Choice(rawValue: text) { return choice }
    noteUnknownChoice(text, among: names, at: node.place)
    return nil
  }

  mutating func noteUnknownChoice(_ text: String, among names: [String], at place: Place) {
    note(
      .unknownChoice, "'\(text)' is not among \(names.joined(separator: ", "))", at: place,
      hint: suggestion(for: text, among: names) ?? "expected \(Shape.alternatives(names))")
  }

  private mutating func parse<Value>(
    _ node: Node, _ shape: Shape, _ id: DiagnosticID, _ read: (String) -> Value?
  ) -> Value? {
    guard let text = scalar(node, shape) else { return nil }
    if let value = read(text) { return value }
    note(
      id, "\(quoted(text, at: node.place)) is not \(shape.description)", at: node.place,
      hint: shape.correction(of: text))
    return nil
  }
}
