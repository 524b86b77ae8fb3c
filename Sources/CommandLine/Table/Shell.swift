/// The shells that maint writes a completion for.
package enum Shell: String, CaseIterable, Sendable { case bash, zsh, fish }
