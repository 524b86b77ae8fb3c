/// What the supervisor reports, in the order in which it saw it.
package enum SupervisionEvent: Sendable, Equatable {
  /// The head of a child's output, as it arrives and in the order in which both streams were read.
  case output(ChildID, OutputChunk)
  /// The last event of a child: it is reaped, and nothing of it runs unless its leftovers say so.
  case ended(ChildID, Ending)
  /// INT, TERM, HUP, QUIT or WINCH, sent to maint itself.
  case signalled(Int32)
}
