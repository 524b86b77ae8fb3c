import Diagnostics

@testable import Checklists

extension Checklist {
  /// That of a text, and what is wrong with it.
  static func read(_ text: String) -> (checklist: Checklist, problems: [Diagnostic]) {
    var diagnostics = DiagnosticBag()
    let checklist = Checklist(Source(path: "list.md", text: text), diagnostics: &diagnostics)
    return (checklist, diagnostics.sorted)
  }

  /// As `3.2 {X} text`.
  var shown: [String] { items.map { "\($0.name) \($0.marker.rawValue) \($0.text)" } }
}

func text(_ bytes: [UInt8]?) -> String? { bytes.map { String(decoding: $0, as: UTF8.self) } }
