import Diagnostics
import Syntax

extension NodeReader {
  /// One entry of a map with the keys of a table.
  struct Entry<Key: SchemaKey> {
    let key: Key
    let keyNode: Node
    let value: Node
  }

  /// The known entries of a construct; unknown and missing keys are noted. nil where the node is no map.
  /// A key that is required is not missed where an unknown one comes near to it.
  mutating func entries<Key: SchemaKey>(
    of node: Node, as type: Key.Type, requiring required: [Key] = Key.requiredKeys
  ) -> [Entry<Key>]? {
    guard node.kind == .map else {
      noteWrongType(node, expected: Key.construct, slip: Slip.insteadOfMap(node))
      return nil
    }
    var entries: [Entry<Key>] = []
    entries.reserveCapacity(4)
    var misspelt: Set<Key> = []
    for (keyNode, value) in node.entries {
      let text = keyNode.text
      if let key = Key(rawValue: text) {
        entries.append(Entry(key: key, keyNode: keyNode, value: value))
      } else {
        if let meant = noteUnknownKey(text, at: keyNode.place, as: type) { misspelt.insert(meant) }
      }
    }
    for key in required where !misspelt.contains(key) && !entries.contains(where: { $0.key == key }) {
      note(
        .missingKey, "\(Key.construct) needs the key '\(key.rawValue)'", at: Self.start(of: node),
        hint: "add '\(key.rawValue):' with \(key.field.shape.description)")
    }
    return entries
  }

  /// The key that was probably meant.
  private mutating func noteUnknownKey<Key: SchemaKey>(_ text: String, at place: Place, as type: Key.Type) -> Key? {
    let names = Key.allCases.map(\.rawValue)
    let near = Key.synonyms[text]?.rawValue ?? nearest(to: text, among: names)
    let isPasted = text.unicodeScalars.contains("\u{A0}")
    note(
      .unknownKey, "unknown key \(quoted(text, at: place))", at: place,
      hint: isPasted
        ? "a no-break space is no space and does not indent: replace each by a space"
        : near.map { "did you mean '\($0)'?" } ?? "\(Key.construct) has \(Shape.alternatives(names))")
    return near.flatMap { Key(rawValue: $0) }
  }

  /// The entries of a map whose keys the operator chooses.
  mutating func pairs(of node: Node, _ shape: Shape) -> MapEntries? {
    if node.kind == .map { return node.entries }
    noteWrongType(node, expected: shape)
    return nil
  }

  /// The items of a list that are not empty; `- ` with nothing after it is noted.
  mutating func items(of node: Node, _ item: Shape) -> [Node]? {
    guard node.kind == .list else {
      noteWrongType(node, expected: .list(item))
      return nil
    }
    var items: [Node] = []
    items.reserveCapacity(node.items.reduce(0) { count, _ in count + 1 })
    for item in node.items {
      if item.isEmptyPlain {
        note(
          .emptyEntry, "an entry of this list is empty", at: item.place,
          hint: "write something after the '-', or remove it")
      } else {
        items.append(item)
      }
    }
    return items
  }

  /// The values of a list with an entry in it; empty where one of them could not be read.
  mutating func filledItems<Value>(
    _ node: Node, _ item: Shape, _ read: (inout NodeReader, Node) -> Value?
  ) -> [Value] {
    guard let items = items(of: node, item) else { return [] }
    if node.items.isEmpty {
      note(
        .missingValue, "expected \(Shape.filledList(item).description), found an empty one", at: node.place,
        hint: "write an entry into it, or remove the key")
    }
    let values = items.compactMap { read(&self, $0) }
    return values.count == items.count ? values : []
  }

  mutating func names(_ node: Node) -> [String] {
    (items(of: node, .name) ?? []).compactMap { name($0) }
  }

  mutating func texts(_ node: Node) -> [String] {
    (items(of: node, .text) ?? []).compactMap { text($0) }
  }

  mutating func absolutePaths(_ node: Node) -> [String] {
    (items(of: node, .absolutePath) ?? []).compactMap { absolutePath($0) }
  }

  mutating func noteWrongType(_ node: Node, expected: Shape) {
    let slip = expected.isMap ? Slip.insteadOfMap(node) : nil
    if expected.isText, node.isFlow, let quoted = quotedLine(of: node) {
      let bracket = node.kind == .list ? "[" : "{"
      return note(
        .wrongType, "YAML takes '\(bracket)' for the beginning of a \(node.kind == .list ? "list" : "map")",
        at: .text(node.tree.source, SourceRange(node.range.lower, node.range.lower + 1)),
        hint: "put the text in quotes: \(quoted)")
    }
    noteWrongType(
      node, expected: expected.description, slip: slip ?? (expected.isList ? Slip.insteadOfList(node) : nil),
      hint: hint(for: node, expected: expected))
  }

  /// The text of brackets that were meant for a shell, in quotes.
  private func quotedLine(of node: Node) -> String? {
    Replacement.quoted(node.tree.source.text(in: node.range))
  }

  /// A slip says more than that the type is wrong.
  private mutating func noteWrongType(_ node: Node, expected: String, slip: Diagnostic?, hint: String? = nil) {
    if node.isEmptyPlain {
      note(.missingValue, "expected \(expected), found nothing", at: node.place)
      return
    }
    if let slip { return diagnostics.append(slip) }
    let place = node.kind == .scalar ? node.place : Self.start(of: node)
    note(.wrongType, "expected \(expected), found \(Self.noun(node.kind))", at: place, hint: hint)
  }

  /// A list of one text, in the form that fits to where it stands.
  private func hint(for node: Node, expected: Shape) -> String? {
    guard node.kind == .scalar, expected.isList, !isConcealed(node.place) else { return nil }
    let source = node.tree.source
    let line = source.line(containing: node.range.lower)
    let before = source.text(in: SourceRange(line.lower, node.range.lower))
    guard before.allSatisfy({ $0 == " " }) else {
      return Replacement.sound("[\(source.text(in: node.range))]", as: .list).map { "write it as a list: \($0)" }
    }
    let first = source.text(in: SourceRange(node.range.lower, min(node.range.upper, line.upper)))
    guard let entry = Replacement.sound("- \(first)", as: .list) else { return "begin each entry with '- '" }
    return node.range.upper <= line.upper ? "write '\(entry)'" : "begin each line with '- ', as in '\(entry)'"
  }

  private static func noun(_ kind: Node.Kind) -> String {
    switch kind {
    case .scalar: "a text"
    case .list: "a list"
    case .map: "a map"
    }
  }

  /// Where a collection begins: its first key, so that not all of it is marked.
  static func start(of node: Node) -> Place {
    if let first = node.entries.first(where: { _ in true }) { return first.key.place }
    return node.kind == .list ? .text(node.tree.source, SourceRange(at: node.range.lower)) : node.place
  }
}
