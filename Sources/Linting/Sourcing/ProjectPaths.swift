import Catalog

/// Finds the paths in the project that stand in a text: all of it, or anywhere in it, as in `-f/etc/maint/x` and
/// `--checkpoint-action=exec=sh /etc/maint/x`.
struct ProjectPaths {
  private let project: [UInt8]
  /// What relative paths begin at; nil: nobody can tell.
  private let folder: [UInt8]?
  /// Of a variable, if it is known.
  private let value: (String) -> String?
  private let isThere: (String) -> Bool

  init(
    project: String, folder: String?, value: @escaping (String) -> String?, isThere: @escaping (String) -> Bool
  ) {
    (self.project, self.folder) = (Array(project.utf8), folder.map { Array($0.utf8) })
    (self.value, self.isThere) = (value, isThere)
  }

  /// A byte of no UTF-8, which stands for the path of the project: that may have blanks and quotes in it.
  private static let mark: UInt8 = 0xFF

  /// Each without `//`, `.` and `..`; the project itself only where the text is its path or an option with it,
  /// or has no blanks.
  func found(in text: some StringProtocol) -> [String] {
    let bytes = marked(expanded(Array(text.utf8)))
    if let whole = whole(bytes) { return [whole] }
    // `-v /etc/maint:/m` and `--mount type=bind,source=/etc/maint,target=/m`.
    let isOne = !bytes.contains { ShellByte.isBlank($0) || $0 == UInt8(ascii: "\n") }
    var found: [String] = []
    for token in bytes.split(whereSeparator: { !Self.isOfPath($0) }) {
      for path in paths(of: token) {
        let isWhole =
          isOne || token.endIndex == bytes.endIndex && (token.startIndex == 0 || bytes[0] == UInt8(ascii: "-"))
        if path.utf8.count == project.count && !isWhole { continue }
        if !found.contains(path) { found.append(path) }
      }
    }
    return found
  }

  /// `/a//b/./c/../d` is `/a/b/d`.
  static func plain(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
  }

  /// A folder that is the project or in it, without `//`, `.` and `..`; nil: it is elsewhere.
  static func folder(_ path: String, in project: String) -> String? {
    let path = plain(path)
    return path == project || path.utf8.starts(with: "\(project)/".utf8) ? path : nil
  }

  /// A text that is the path of something that is there, whatever its name is made of.
  private func whole(_ bytes: [UInt8]) -> String? {
    guard bytes.first == Self.mark, bytes.contains(where: { !Self.isOfPath($0) }), let path = inProject(bytes[...]),
      isThere(path)
    else { return nil }
    return path
  }

  private func paths(of token: ArraySlice<UInt8>) -> [String] {
    var paths: [String] = []
    let start = token.firstIndex { $0 == Self.mark || $0 == UInt8(ascii: "/") }
    if let start, Self.isOption(token[..<start]), let path = inProject(token[start...]) { paths.append(path) }
    // What may be a word of anything, such as `s/a/b/`, is a path where there is a file of that name.
    guard let folder, start != token.startIndex, !token.contains(UInt8(ascii: "$")),
      let path = inProject(folder + [UInt8(ascii: "/")] + token), isThere(path), !paths.contains(path)
    else { return paths }
    return paths + [path]
  }

  /// Nothing, the `-f` of `-f/etc/maint/x`, or the `@` of `@/etc/maint/x`: no beginning of a longer path.
  private static func isOption(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let first = bytes.first, first != UInt8(ascii: "-") else { return true }
    return !bytes.contains { ShellByte.isNamePart($0) || $0 >= 0x80 || ".$~*?".utf8.contains($0) }
  }

  private func inProject(_ marked: some Collection<UInt8>) -> String? {
    let bytes = marked.flatMap { $0 == Self.mark ? project : [$0] }
    let path = Self.plain(String(decoding: bytes, as: UTF8.self))
    let isIn = path.utf8.starts(with: project)
    return isIn && (path.utf8.count == project.count || Array(path.utf8)[project.count] == UInt8(ascii: "/"))
      ? path : nil
  }

  private func marked(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.count >= project.count, !project.isEmpty else { return bytes }
    var (marked, at): ([UInt8], Int) = ([], 0)
    while at < bytes.count {
      if bytes[at] == project[0], bytes[at...].starts(with: project) {
        let end = at + project.count
        if end == bytes.count || bytes[end] == UInt8(ascii: "/") || !Self.isOfPath(bytes[end]) {
          marked.append(Self.mark)
          at = end
          continue
        }
      }
      marked.append(bytes[at])
      at += 1
    }
    return marked
  }

  /// With the values of variables that are known: also those that stand in the text of another shell.
  private func expanded(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.contains(UInt8(ascii: "$")) else { return bytes }
    var (made, at): ([UInt8], Int) = ([], 0)
    while at < bytes.count {
      guard bytes[at] == UInt8(ascii: "$"), let (name, end) = Self.variable(in: bytes, at: at) else {
        made.append(bytes[at])
        at += 1
        continue
      }
      if name == StepVariable.project.rawValue {
        made += project
      } else if let value = value(name) {
        made += value.utf8
      } else {
        made += bytes[at..<end]
      }
      at = end
    }
    return made
  }

  /// `$name` and `${name…}`, whatever is made of the value: with the index behind it.
  private static func variable(in bytes: [UInt8], at start: Int) -> (name: String, end: Int)? {
    var at = start + 1
    let hasBraces = at < bytes.count && bytes[at] == UInt8(ascii: "{")
    if hasBraces { at += 1 }
    let name = bytes[at...].prefix(while: ShellByte.isNamePart)
    guard ShellByte.isName(name) else { return nil }
    at = name.endIndex
    let text = String(decoding: name, as: UTF8.self)
    // Of `${a:-$MAINT_PROJECT/x}`, what stands in it is looked at, too.
    guard hasBraces, text == StepVariable.project.rawValue || at < bytes.count && bytes[at] == UInt8(ascii: "}") else {
      return hasBraces ? nil : (text, at)
    }
    return bytes[at...].firstIndex(of: UInt8(ascii: "}")).map { (text, $0 + 1) }
  }

  private static func isOfPath(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "~"),
      UInt8(ascii: "@"), UInt8(ascii: "%"), UInt8(ascii: "$"), UInt8(ascii: "*"), UInt8(ascii: "?"), 0x80...:
      true
    default: ShellByte.isNamePart(byte)
    }
  }
}
