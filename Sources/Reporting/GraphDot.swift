/// Draws a graph in the language of graphviz; every name is a quoted string.
struct GraphDot {
  let text: String

  init(_ graph: Graph) {
    var text = """
      digraph maint {
        rankdir=LR;
        node [shape=box, style=rounded];

      """
    for (index, node) in graph.nodes.enumerated() {
      if let run = node.run {
        text += "  n\(index) [label=\"\(Self.escaped(node.label))\\nmet by run \(run)\", style=\"rounded,dashed\"];\n"
      } else {
        text += "  n\(index) [label=\"\(Self.escaped(node.label))\"];\n"
      }
    }
    for edge in graph.edges { text += "  n\(edge.from) -> n\(edge.to)\(edge.isDashed ? " [style=dashed]" : "");\n" }
    self.text = text + "}\n"
  }

  /// In a label a backslash begins a formatting sequence, and a line break would end no line.
  private static func escaped(_ label: String) -> String {
    var result = ""
    for scalar in label.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case "\n": result += "\\n"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
