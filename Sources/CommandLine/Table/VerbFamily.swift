/// The first word of verbs that have two, as in `maint backup list`.
package struct VerbFamily: Hashable, Sendable {
  let name: String
  /// One line; the list of verbs adds the second words to it.
  let summary: String

  /// Each has a verb that is shown.
  static let all = [
    VerbFamily(name: "backup", summary: "the backups that tasks made"),
    VerbFamily(name: "sample", summary: "what was measured"),
    VerbFamily(name: "runlog", summary: "the run log as a file"),
    VerbFamily(name: "window", summary: "when changes may be made"),
    VerbFamily(name: "notify", summary: "what people are told"),
    VerbFamily(name: "audit", summary: "what the run log can prove"),
    VerbFamily(name: "incident", summary: "what went wrong, and what is done about it"),
  ]

  /// Those that help and completions name.
  var verbs: [Verb] { Verb.shown.filter { $0.family == self } }
}
