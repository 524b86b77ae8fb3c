import Planning

/// Draws the tasks of a plan and what they need: what `maint graph` prints.
///
/// Arrows lead from what is needed to the task that needs it, so that they follow the running order. Needs across
/// tiers, and those already met, are dashed; a need already met stands in the graph with the run that met it.
package struct GraphReport {
  package enum Format: String, CaseIterable, Sendable {
    /// For a terminal.
    case text
    /// For Markdown pages and mermaid.live.
    case mermaid
    /// For graphviz: `maint graph daily --format dot | dot -Tsvg`.
    case dot
  }

  private let plan: Plan
  private let appearance: Appearance

  /// `appearance` matters for the text alone.
  package init(_ plan: Plan, appearance: Appearance) {
    self.plan = plan
    self.appearance = appearance
  }

  /// Ends with a line break.
  package func render(_ format: Format) -> String {
    switch format {
    case .mermaid: GraphMermaid(Graph(plan)).text
    case .dot: GraphDot(Graph(plan)).text
    case .text: appearance.render(GraphTree(plan).lines)
    }
  }
}
