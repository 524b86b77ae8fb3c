import Catalog
import Planning
import Scheduling

/// What is known of the ways back of tasks, a line each; those that nobody has tried share one.
struct ProofLines {
  private let proofs: [(task: TaskName, proof: RollbackProof)]
  private let now: Timestamp
  private let command: CommandText

  init(_ proofs: [(task: TaskName, proof: RollbackProof)], now: Timestamp, _ command: CommandText) {
    self.proofs = proofs
    self.now = now
    self.command = command
  }

  var lines: [StyledText] {
    let known = proofs.filter { $0.proof != .never }.map { task, proof in
      StyledText("  \(task): ", .faint) + StyledText(HarmlessText.words(proof.words(now: now)), proof.style)
    }
    let untried = proofs.filter { $0.proof == .never }.map(\.task.description)
    guard !untried.isEmpty else { return known }
    // After the installation that is so of all that ships.
    let shown = untried.count > 5 ? untried.prefix(3) + ["and \(untried.count - 3) more"] : untried[...]
    let words = "rollback \(RollbackProof.never.words(now: now)): \(shown.joined(separator: ", "))"
    return known + [StyledText("  \(words) (\(command("drill TASK")))", .faint)]
  }
}
