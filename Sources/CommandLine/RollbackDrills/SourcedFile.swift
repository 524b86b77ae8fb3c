import Catalog

/// The files that the shell texts of a runbook read in by `.` or `source`, as far as their whole path stands there.
enum SourcedFile {
  /// Sorted, each once.
  static func paths(in runbook: Runbook) -> [String] {
    var paths: Set<String> = []
    for step in Stage.allCases.flatMap({ runbook.steps(of: $0) }) {
      for text in [step.run, step.undo, step.condition].compactMap(\.self) { paths.formUnion(Self.paths(in: text)) }
    }
    return paths.sorted()
  }

  private static func paths(in text: String) -> [String] {
    text.split(whereSeparator: { "\n;&|(){}".contains($0) }).compactMap { command in
      let words = command.split(whereSeparator: \.isWhitespace)
      guard words.count > 1, words[0] == "." || words[0] == "source" else { return nil }
      let path = words[1].filter { $0 != "\"" && $0 != "'" }
      return path.hasPrefix("/") && !path.contains("$") ? path : nil
    }
  }
}
