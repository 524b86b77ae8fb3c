extension StyledText {
  /// Lines of at most `width` columns, broken at spaces, those after the first as far in as the first and four columns more; a word
  /// that is longer is broken anywhere.
  func wrapped(to width: Int) -> [StyledText] {
    if self.width <= width { return [self] }
    let indentation = pieces.first?.text.prefix { $0 == " " }.count ?? 0
    let margin = String(repeating: " ", count: min(indentation + 4, width / 2))
    var lines: [StyledText] = []
    var (line, room) = (StyledText(""), width)
    func broken() {
      lines.append(line)
      (line, room) = (StyledText(margin), width - margin.count)
    }
    for piece in pieces {
      for (index, word) in piece.text.split(separator: " ", omittingEmptySubsequences: false).enumerated() {
        var rest = String(word)
        if index > 0 {
          // The space that stands where a line is broken is gone with it.
          if DisplayWidth.of(rest) + 1 > room, !rest.isEmpty { broken() } else { rest = " " + rest }
        }
        while DisplayWidth.of(rest) > room {
          if room < width - margin.count, DisplayWidth.of(rest) <= width - margin.count {
            broken()
            continue
          }
          var part = ""
          while let character = rest.first, DisplayWidth.of(part) + DisplayWidth.of(character) <= room {
            part.append(rest.removeFirst())
          }
          if part.isEmpty, room >= width - margin.count { return lines + [line] }
          line += StyledText(part, piece.style)
          broken()
        }
        line += StyledText(rest, piece.style)
        room -= DisplayWidth.of(rest)
      }
    }
    return lines + [line]
  }
}
