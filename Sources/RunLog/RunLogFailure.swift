/// The run log or its folder cannot be used: what happened, what it means for the host, what to do next.
///
/// Whatever the kind, nothing was deleted and nothing overwritten.
package struct RunLogFailure: Error, Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    /// There is no run log yet.
    case missing
    case notADatabase
    case damaged
    /// Pages of what is reckoned from the rows of runs, and can be again.
    case sumsDamaged
    /// A SQLite database of another program.
    case foreign
    /// It has triggers or views that maint has not made.
    case altered
    /// Written by a later maint; the version of its schema.
    case newer(version: Int)
    /// Written by an earlier maint and opened for reading only; the version of its schema.
    case older(version: Int)
    /// With the `errno`, or SQLite's extended code where there is none.
    case cannotOpen(code: Int32)
    case full
    case readOnly
    /// Another process kept it locked for longer than the time to wait.
    case busy
    /// Reading or writing failed; SQLite's extended code.
    case inputOutput(code: Int32)
    /// Someone else could change the folder.
    case unsafe
    case nothingToResolve
    case noSuchTask
  }

  package var kind: Kind
  package var message: String
  package var hint: String

  package init(kind: Kind, message: String, hint: String) {
    self.kind = kind
    self.message = message
    self.hint = hint
  }
}
