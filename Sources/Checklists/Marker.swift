/// How far an item is; the raw value is what stands in the file.
package enum Marker: String, CaseIterable, Sendable {
  case open = "{ }"
  case inProgress = "{IP}"
  case done = "{X}"

  /// Which of them was probably meant by what stands between the brackets of another sign.
  static func meant(by content: String) -> Marker? {
    switch content.filter({ $0 != " " && $0 != "\t" }).lowercased() {
    case "", "_", "\u{A0}", "open", "todo", "notstarted": .open
    case "ip", "i", "p", "pi", "wip", "-", "~", "/", "inprogress": .inProgress
    case "x", "xx", "v", "✓", "✔", "✅", "done": .done
    default: nil
    }
  }
}
