import Catalog

/// Shell texts, each taken apart once: the same files are read in by most texts of a project.
package final class SourcingTexts {
  private struct Key: Hashable {
    let text: ExactText
    let shell: Step.Shell
  }

  private var known: [Key: SourcingText] = [:]

  package init() {}

  func text(_ text: String, _ shell: Step.Shell) -> SourcingText {
    let key = Key(text: ExactText(text), shell: shell)
    if let found = known[key] { return found }
    let made = SourcingText(text, shell: shell)
    known[key] = made
    return made
  }
}
