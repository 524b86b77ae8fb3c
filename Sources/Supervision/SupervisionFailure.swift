/// Why this host cannot supervise processes at all.
package enum SupervisionFailure: Error, Equatable {
  /// `pidfd_open` is missing or forbidden: Linux 5.4 or newer is needed, without a seccomp filter that denies it.
  case pidfdUnavailable(errno: Int32)
  /// Another kernel call failed while the supervisor was set up.
  case system(call: String, errno: Int32)
}
