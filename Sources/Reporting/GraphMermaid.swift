/// Draws a graph as a Mermaid flowchart; nodes are called `n0`, `n1`, … so that no name can be a word of Mermaid's.
struct GraphMermaid {
  let text: String

  init(_ graph: Graph) {
    var text = "flowchart LR\n"
    for (index, node) in graph.nodes.enumerated() {
      let run = node.run.map { "<br/>met by run \($0)" } ?? ""
      text += "  n\(index)[\"\(Self.escaped(node.label))\(run)\"]\(node.run == nil ? "" : ":::met")\n"
    }
    for edge in graph.edges { text += "  n\(edge.from) \(edge.isDashed ? "-.->" : "-->") n\(edge.to)\n" }
    if graph.nodes.contains(where: { $0.run != nil }) { text += "  classDef met stroke-dasharray: 4\n" }
    self.text = text
  }

  /// Mermaid takes characters that mean something to it, or to HTML, by their number: `#34;`.
  private static func escaped(_ label: String) -> String {
    var result = ""
    for scalar in label.unicodeScalars {
      if "\"#<>&".unicodeScalars.contains(scalar) || scalar.value < 0x20 {
        result += "#\(scalar.value);"
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
