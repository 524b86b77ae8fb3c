/// The first word of verbs that have two, as in `maint backup list`.
package struct VerbFamily: Hashable, Sendable {
  let name: String
  /// One line; the list of verbs adds the second words to it.
  let summary: String

  /// Each has a verb that is shown.
  static let all = [
    VerbFamily(name: "backup", summary: "the backups that tasks made"),
    VerbFamily(name: "window", summary: "when changes may be made"),
  ]

  /// Those that help and completions name.
  var verbs: [Verb] { Verb.shown.filter { $0.family == self } }
}
