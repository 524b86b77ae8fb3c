/// How a rehearsal dealt with a step. Needs are in words: `systemd`, `mounts`.
package enum StepTreatment: Sendable, Hashable {
  case ran
  /// Another text ran in its place, as its runbook says.
  case replaced
  /// Left out, as its runbook says.
  case skipped(needs: [String])
  /// It calls what a sandbox does not have, and its runbook does not say what a rehearsal does with it: however it ended,
  /// nothing is shown.
  case unknown(needs: [String])

  var word: String {
    switch self {
    case .ran: "ran"
    case .replaced: "replaced"
    case .skipped: "skipped"
    case .unknown: "unknown"
    }
  }

  var needs: [String] {
    switch self {
    case .ran, .replaced: []
    case .skipped(let needs), .unknown(let needs): needs
    }
  }
}
