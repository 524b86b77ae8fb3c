/// A text with numbered marks such as `«1»`, which say where diagnostics must stand and are not part of it.
package struct MarkedText {
  package private(set) var text = ""
  /// Byte offsets by number.
  package private(set) var marks: [Int: Int] = [:]

  package init(_ marked: String) {
    var rest = marked[...]
    while let open = rest.firstIndex(of: "«") {
      text += rest[..<open]
      guard let close = rest[open...].firstIndex(of: "»"), let number = Int(rest[rest.index(after: open)..<close])
      else { break }
      marks[number] = text.utf8.count
      rest = rest[rest.index(after: close)...]
    }
    text += rest
  }
}
