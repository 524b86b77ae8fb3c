import Syntax

extension NodeReader {
  /// Where the shell text of a `copy_to` stands.
  static func copySource(_ node: Node) -> ShellSource? {
    (node.kind == .map ? node[CopyKey.run.rawValue] : node).map { ShellSource(origin: .copy, node: $0) }
  }

  /// `copy_to`: a shell text, a map, or `none`.
  mutating func copyRule(_ node: Node) -> CopyRule? {
    if node.says(CopyKey.none) { return CopyRule.none }
    if node.kind == .list {
      noteWrongType(node, expected: Construct.copy.anyForm)
      return nil
    }
    if node.kind == .scalar {
      guard scalar(node, .construct(.copy)) != nil else { return nil }
      return script(node).map { .command(CopyCommand(run: $0)) }
    }
    guard let entries = entries(of: node, as: CopyKey.self) else { return nil }
    var command = CopyCommand(run: "")
    for entry in entries {
      switch entry.key {
      case .run: command.run = script(entry.value) ?? ""
      case .timeout: command.timeout = timeLimit(entry.value) ?? command.timeout
      }
    }
    return command.run.isEmpty ? nil : .command(command)
  }
}
