/// How long restoring a backup may take, and how old the newest may be; nil: no target.
package struct RecoveryTargets: Sendable, Hashable {
  package var rto: Duration?
  package var rpo: Duration?

  package init(rto: Duration? = nil, rpo: Duration? = nil) {
    self.rto = rto
    self.rpo = rpo
  }
}
