import Syntax

/// Maps and lists in brackets: on one line if the author wrote them so and it is not too long, else an entry a line.
extension TreeWriter {
  /// From the opening bracket at the cursor to behind the closing one, which stands at `base` if it begins a line.
  mutating func writeFlow(_ node: Node, base: Int) {
    let line = FlowLine(bytes: bytes)
    if let short = line.text(of: node), text.width + Characters.width(short) <= Self.widestLine {
      text.append(short)
    } else {
      writeOpenFlow(node, base: base)
    }
    at = node.range.upper
  }

  private mutating func writeOpenFlow(_ node: Node, base: Int) {
    let column = base + Self.indentation
    text.append(node.kind == .map ? "{" : "[")
    at += 1
    let first = readTrivia()
    text.refuseBlankLine()
    write(first, column: column)
    var isEmpty = true
    func finishEntry(_ writer: inout TreeWriter) {
      isEmpty = false
      writer.text.append(",")
      writer.write(writer.readTrivia(), column: column)
      if writer.bytes[writer.at] == Characters.comma {
        writer.at += 1
        writer.write(writer.readTrivia(), column: column)
      }
    }
    for entry in node.entries {
      writeFlowEntry(entry.key, entry.value, column: column)
      finishEntry(&self)
    }
    for item in node.items {
      writeFlowItem(item, column: column)
      finishEntry(&self)
    }
    if !isEmpty || first.hasComment {
      text.refuseBlankLine()
      text.startLine(base)
    }
    text.append(node.kind == .map ? "}" : "]")
  }

  private mutating func writeFlowItem(_ item: Node, column: Int) {
    var entries = item.entries
    if !item.isFlow, let pair = entries.next() {
      return writeFlowEntry(pair.key, pair.value, column: column, isPair: true)
    }
    text.startLine(column)
    writeFlowValue(item, column: column)
  }

  /// Comments around the colon go above the entry. A pair is a map of one entry without brackets of its own: `[a: b]`.
  private mutating func writeFlowEntry(_ key: Node, _ value: Node, column: Int, isPair: Bool = false) {
    at = key.range.upper
    while at < value.range.lower {
      write(readTrivia().detached, column: column)
      if at < value.range.lower { at += 1 }
    }
    text.startLine(column)
    writeScalar(key, continuation: column + Self.indentation)
    text.append(FlowLine(bytes: bytes).separator(key, value, isPair: isPair))
    writeFlowValue(value, column: column)
  }

  private mutating func writeFlowValue(_ node: Node, column: Int) {
    at = node.range.lower
    if node.kind == .scalar {
      writeScalar(node, continuation: column + Self.indentation)
      at = node.range.upper
    } else {
      writeFlow(node, base: column)
    }
  }
}
