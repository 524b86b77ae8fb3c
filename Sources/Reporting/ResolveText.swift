/// The command that says that a human has looked after a run, as it can be typed.
enum ResolveText {
  static func command(_ run: Int, _ command: CommandText) -> String {
    command(words(run))
  }

  /// Less `maint` and its folders.
  static func words(_ run: Int) -> String { "resolve \(run) --note 'what was done'" }
}
