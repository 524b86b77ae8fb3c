/// `maint completion SHELL`: what a shell needs to complete the command line of maint.
package enum Completion {
  package static func script(for shell: Shell) -> String {
    switch shell {
    case .bash: BashCompletion.script
    case .zsh: ZshCompletion.script
    case .fish: FishCompletion.script
    }
  }

  /// The ways to write an option: `-C` and `--project`.
  static func flags(of option: Option) -> [String] {
    (option.description.short.map { ["-\($0)"] } ?? []) + [option.flag]
  }

  /// The scopes in which a word is still part of the verb, that of the program first.
  static let incomplete: [CommandScope] = CommandScope.shown.filter { !$0.next.isEmpty }

  static let optionsWithValue: [Option] = Option.allCases.filter { $0.description.placeholder != nil }
}
