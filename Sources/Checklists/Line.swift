/// A line of the file. Indices of its slices are offsets in the file.
struct Line {
  /// Without the line break; the CR of CR LF belongs to it.
  let whole: ArraySlice<UInt8>
  /// Without the blanks around it.
  let body: ArraySlice<UInt8>

  init(_ whole: ArraySlice<UInt8>) {
    self.whole = whole
    let start = whole.firstIndex { !Byte.isBlank($0) } ?? whole.endIndex
    let end = whole.lastIndex { !Byte.isBlank($0) }.map { $0 + 1 } ?? start
    body = whole[start..<end]
  }

  var isBlank: Bool { body.isEmpty }
  var text: String { String(decoding: body, as: UTF8.self) }

  /// Indented too little to be code, so that it may be a heading.
  var isAtMargin: Bool { body.startIndex - whole.startIndex <= 3 && !whole.starts(with: [Byte.tab]) }

  /// `# Title`, without the signs around it; nil: it is no heading.
  var heading: String? {
    let level = body.prefix { $0 == UInt8(ascii: "#") }.count
    let rest = body.dropFirst(level)
    guard isAtMargin, (1...6).contains(level), rest.first.map(Byte.isBlank) ?? true else { return nil }
    var title = Line(rest).body
    // A sequence of signs that closes it stands after a blank.
    let signs = title.reversed().prefix { $0 == UInt8(ascii: "#") }.count
    let open = title.dropLast(signs)
    if signs > 0, open.last.map(Byte.isBlank) ?? true { title = Line(open).body }
    return String(decoding: title, as: UTF8.self)
  }

  /// Whether it makes a heading of the paragraph above it.
  var isUnderline: Bool {
    guard isAtMargin, let first = body.first, "=-".utf8.contains(first) else { return false }
    return body.allSatisfy { $0 == first }
  }

  /// The signs that open or close a block of code; nil: it does neither.
  var fence: ArraySlice<UInt8>? {
    guard let first = body.first, "`~".utf8.contains(first) else { return nil }
    let signs = body.prefix { $0 == first }
    let isCodeInText = first == UInt8(ascii: "`") && body[signs.endIndex...].contains(first)
    return signs.count >= 3 && !isCodeInText ? signs : nil
  }

  func closes(_ fence: ArraySlice<UInt8>) -> Bool {
    guard let signs = self.fence else { return false }
    return signs.first == fence.first && signs.count >= fence.count && signs.count == body.count
  }

  /// The texts between the bars of a row of a table, without the blanks around them; nil: it is no row.
  var cells: [String]? { cellBodies?.map { String(decoding: $0, as: UTF8.self) } }

  /// The same where they stand.
  var cellBodies: [ArraySlice<UInt8>]? {
    guard body.first == Self.bar else { return nil }
    var cells: [ArraySlice<UInt8>] = []
    var start = body.startIndex + 1
    for index in body.indices.dropFirst() where body[index] == Self.bar && body[index - 1] != UInt8(ascii: "\\") {
      cells.append(Line(body[start..<index]).body)
      start = index + 1
    }
    let rest = Line(body[start...]).body
    return rest.isEmpty ? cells : cells + [rest]
  }

  private static let bar = UInt8(ascii: "|")
}
