import Glibc

/// A sandbox could not be made; nothing was changed on the host.
package struct SandboxFailure: Error, Sendable {
  package var message: String
  /// What to do about it.
  package var hint: String?
  /// The kernel forbids it, rather than something being broken.
  package var isForbidden = false

  package init(_ message: String, hint: String? = nil) {
    self.message = message
    self.hint = hint
  }

  /// A call that failed, by its errno.
  static func call(_ what: String, errno code: Int32 = errno, hint: String? = nil) -> SandboxFailure {
    SandboxFailure("\(what): \(String(cString: strerror(code)))", hint: hint)
  }

  /// The first call, which asks the kernel for namespaces.
  static func forbidden(errno code: Int32, isRoot: Bool) -> SandboxFailure {
    var failure = SandboxFailure.call("the kernel gives no namespaces for a sandbox", errno: code)
    failure.isForbidden = code == EPERM || code == ENOSPC || code == EACCES
    failure.hint =
      isRoot
      ? "maint lacks CAP_SYS_ADMIN: in a container, allow it (docker run --cap-add SYS_ADMIN --security-opt "
        + "apparmor=unconfined --security-opt seccomp=unconfined), or rehearse on a host of its own"
      : "ordinary users may not make user namespaces here: as root, sysctl user.max_user_namespaces and "
        + "kernel.unprivileged_userns_clone (Debian) or kernel.apparmor_restrict_unprivileged_userns (Ubuntu) allow it; "
        + "or rehearse as root"
    return failure
  }
}
