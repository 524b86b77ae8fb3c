/// Writes a page of HTML. Names of elements and attributes are fixed texts of this program, everything else is escaped: no
/// value can become markup.
struct HTMLWriter: Sendable {
  typealias Attributes = KeyValuePairs<StaticString, String>

  private(set) var bytes: [UInt8] = []

  /// Markup of this program's own.
  mutating func markup(_ text: StaticString) { text.withUTF8Buffer { bytes += $0 } }

  /// A text on one line, with what a terminal or a browser would obey shown in its place.
  mutating func text(_ text: String) { escape(HarmlessText.words(text)) }

  /// An element with what is in it.
  mutating func element(_ name: StaticString, _ attributes: Attributes = [:], _ content: (inout HTMLWriter) -> Void) {
    open(name, attributes)
    bytes.append(UInt8(ascii: ">"))
    content(&self)
    markup("</")
    markup(name)
    markup(">\n")
  }

  /// An element that holds a text.
  mutating func element(_ name: StaticString, _ attributes: Attributes, _ text: String) {
    element(name, attributes) { $0.text(text) }
  }

  mutating func element(_ name: StaticString, _ text: String) { element(name, [:], text) }

  /// An element that cannot hold anything, of HTML or of SVG.
  mutating func empty(_ name: StaticString, _ attributes: Attributes) {
    open(name, attributes)
    markup("/>\n")
  }

  private mutating func open(_ name: StaticString, _ attributes: Attributes) {
    bytes.append(UInt8(ascii: "<"))
    markup(name)
    for (key, value) in attributes {
      bytes.append(UInt8(ascii: " "))
      markup(key)
      markup("=\"")
      text(value)
      bytes.append(UInt8(ascii: "\""))
    }
  }

  private mutating func escape(_ text: String) {
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "&"): markup("&amp;")
      case UInt8(ascii: "<"): markup("&lt;")
      case UInt8(ascii: ">"): markup("&gt;")
      case UInt8(ascii: "\""): markup("&quot;")
      case UInt8(ascii: "'"): markup("&#39;")
      default: bytes.append(byte)
      }
    }
  }
}
