/// `maint completion SHELL`: what a shell needs to complete the command line of maint.
package enum Completion {
  package static func script(for shell: Shell) -> String {
    switch shell {
    case .bash, .zsh, .fish: ""
    }
  }
}
