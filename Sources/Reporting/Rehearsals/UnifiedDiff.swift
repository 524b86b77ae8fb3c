/// The difference of two texts in the unified form of diff(1), without its head.
package enum UnifiedDiff {
  /// Lines around a change.
  private static let context = 3

  /// Lines without their ends, made harmless.
  package static func lines(_ before: [UInt8], _ after: [UInt8]) -> [String] {
    let (old, new) = (lines(before), lines(after))
    var result: [String] = []
    for hunk in hunks(LineDifference(old, new).edits) {
      let (removed, added) = (hunk.filter { $0.isInOld }, hunk.filter { $0.isInNew })
      result.append(
        "@@ -\(place(hunk[0].old, removed.count)) +\(place(hunk[0].new, added.count)) @@")
      for edit in hunk {
        let line = edit.isInOld ? old[edit.old] : new[edit.new]
        let mark = edit.isInOld ? (edit.isInNew ? " " : "-") : "+"
        result.append(mark + HarmlessText.line(line.last == UInt8(ascii: "\n") ? line.dropLast() : line))
        if line.last != UInt8(ascii: "\n") { result.append("\\ No newline at end of file") }
      }
    }
    return result
  }

  /// The same; nil where a text has something in it that cannot be shown as it is, by which a secret in it might not be known
  /// for one.
  package static func plainLines(_ before: [UInt8], _ after: [UInt8]) -> [String]? {
    func isPlain(_ text: [UInt8]) -> Bool {
      lines(text).allSatisfy { line in
        let line = line.last == UInt8(ascii: "\n") ? line.dropLast() : line
        return HarmlessText.line(line).utf8.elementsEqual(line)
      }
    }
    return isPlain(before) && isPlain(after) ? lines(before, after) : nil
  }

  /// Each with its end; the last may have none.
  private static func lines(_ text: [UInt8]) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var rest = text[...]
    while !rest.isEmpty {
      let end = rest.firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? rest.endIndex
      lines.append(rest[..<end])
      rest = rest[end...]
    }
    return lines
  }

  /// Of none the line before it is named.
  private static func place(_ index: Int, _ count: Int) -> String {
    count == 1 ? "\(index + 1)" : "\(count == 0 ? index : index + 1),\(count)"
  }

  private static func hunks(_ edits: [LineDifference.Edit]) -> [[LineDifference.Edit]] {
    var hunks: [[LineDifference.Edit]] = []
    var last = 0
    for (index, edit) in edits.enumerated() where !(edit.isInOld && edit.isInNew) {
      let start = max(last, index - context)
      let end = min(edits.count, index + context + 1)
      if !hunks.isEmpty, start <= last {
        hunks[hunks.count - 1] += edits[last..<max(last, end)]
      } else {
        hunks.append(Array(edits[start..<end]))
      }
      last = max(last, end)
    }
    return hunks
  }
}
