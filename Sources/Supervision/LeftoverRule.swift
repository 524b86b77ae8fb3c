/// What happens to processes that a step leaves running when it ends by itself.
///
/// A timeout and a stop end them under either rule.
package enum LeftoverRule: Sendable {
  /// They are ended and noted.
  case end
  /// They live on and are noted. Their output is no longer read: the pipe is closed, so a daemon that still
  /// writes to it gets SIGPIPE and has to redirect its output. They outlive maint and are then init's.
  case keep
}
