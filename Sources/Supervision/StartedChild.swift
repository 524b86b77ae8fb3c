/// A process that was started: its name in later events, and what identifies it on this host.
package struct StartedChild: Sendable {
  package let id: ChildID
  package let identity: ProcessIdentity
}
