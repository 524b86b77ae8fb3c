import Glibc

extension Sample {
  /// Bytes of a name and its labels together.
  package static let longest = 4_096

  /// Reads a line of the Prometheus text format: `name{label="value",…} value [timestamp]`. The timestamp is ignored:
  /// the log has its own. nil where the line is no sample, or its value is not finite, or the name and labels are longer than
  /// `longest`: they stand on pages that have each series.
  package init?(line: String) {
    var rest = Substring(line).drop(while: \.isBlank)
    let name = rest.prefix(while: { !$0.isBlank && $0 != "{" })
    guard name.utf8.count <= Self.longest, Self.isMetricName(name) else { return nil }
    rest = rest.dropFirst(name.count).drop(while: \.isBlank)
    var labels = ""
    if rest.first == "{" {
      guard let (pairs, after) = Self.labels(rest.dropFirst()) else { return nil }
      labels = pairs.sorted { $0.name < $1.name }.map(\.text).joined(separator: ",")
      rest = after
    }
    let fields = rest.split(whereSeparator: \.isBlank)
    guard (1...2).contains(fields.count), let value = Double(String(fields[0])), value.isFinite else { return nil }
    guard name.utf8.count + labels.utf8.count <= Self.longest else { return nil }
    self.init(name: String(name), labels: labels, value: value)
  }

  /// One of the labels of a sample, with its name and as it was written: `mount="/"`; nil: there is none of the name.
  package static func label(_ name: String, of labels: String) -> String? {
    self.labels("\(labels)}")?.pairs.first { $0.name == name }?.text
  }

  /// The labels of a sample with their values as they were meant: `\\`, `\"` and `\n` stand for one character, and another
  /// one after a backslash for itself, with the backslash.
  package static func pairs(of labels: String) -> [(name: String, value: String)] {
    let pairs = self.labels("\(labels)}")?.pairs ?? []
    return pairs.map { pair in
      var value = ""
      var isEscaped = false
      // Between the quotes.
      for character in pair.text.dropFirst(pair.name.count + 2).dropLast() {
        switch (isEscaped, character) {
        case (false, "\\"): isEscaped = true
        case (true, "n"): (value, isEscaped) = (value + "\n", false)
        case (true, "\\"), (true, "\""): (value, isEscaped) = (value + String(character), false)
        case (true, _): (value, isEscaped) = (value + "\\" + String(character), false)
        case (false, _): value.append(character)
        }
      }
      return (String(pair.name), value)
    }
  }

  /// The labels up to the closing brace, each as it was written, and what follows.
  private static func labels(_ text: Substring) -> (pairs: [(name: Substring, text: String)], rest: Substring)? {
    var pairs: [(name: Substring, text: String)] = []
    var rest = text.drop(while: \.isBlank)
    while rest.first != "}" {
      let name = rest.prefix { $0 != "=" && !$0.isBlank }
      rest = rest.dropFirst(name.count).drop(while: \.isBlank)
      guard isMetricName(name), rest.first == "=" else { return nil }
      rest = rest.dropFirst().drop(while: \.isBlank)
      guard let quoted = quoted(rest) else { return nil }
      pairs.append((name, "\(name)=\(quoted)"))
      rest = rest.dropFirst(quoted.count).drop(while: \.isBlank)
      if rest.first == "," {
        rest = rest.dropFirst().drop(while: \.isBlank)
      } else if rest.first != "}" {
        return nil
      }
    }
    return (pairs, rest.dropFirst())
  }

  /// A string in double quotes, with them, in which `\` takes the next character with it.
  private static func quoted(_ text: Substring) -> Substring? {
    guard text.first == "\"" else { return nil }
    var index = text.index(after: text.startIndex)
    while index < text.endIndex {
      if text[index] == "\"" { return text[...index] }
      if text[index] == "\\" {
        index = text.index(after: index)
        guard index < text.endIndex else { return nil }
      }
      index = text.index(after: index)
    }
    return nil
  }

  private static func isMetricName(_ name: Substring) -> Bool {
    guard let first = name.unicodeScalars.first, !("0"..."9").contains(first) else { return false }
    return name.unicodeScalars.allSatisfy {
      ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0) || $0 == "_" || $0 == ":"
    }
  }
}

extension Character {
  fileprivate var isBlank: Bool { self == " " || self == "\t" }
}
