import CLinux
import Glibc

/// The first process inside a sandbox: everything else there is its descendant and ends with it.
///
/// It is a copy of the maint that made the sandbox, put in by fork: nothing that it does may touch what that one has
/// open, and it ends by `_exit`.
struct SandboxInit {
  /// A socket of whole messages: a request of the maint outside, an answer.
  let control: Int32
  /// What the maint inside and the one outside tell each other.
  let boundary: Int32
  /// A file for what programs print.
  let output: Int32
  let root: String
  let isRoot: Bool
  let sharesNetwork: Bool

  /// What it says when it is.
  static let isReady = "ready"
  /// By which those inside know it: no other process can give a process a name. As long as names are: 15 bytes.
  static let name = "maint-rehearsal"

  /// In which it begins.
  var namespaces: Int {
    let own = MAINT_NAMESPACE_MOUNT | MAINT_NAMESPACE_PROCESS | MAINT_NAMESPACE_IPC | MAINT_NAMESPACE_HOST_NAME
    return sharesNetwork ? own : own | MAINT_NAMESPACE_NETWORK
  }

  /// Sets up what only a process inside can, then runs one program after another until the maint outside is gone.
  func run() -> Never {
    // The descriptors were chosen above 4 by whoever made them. What the maint outside reads and prints is not to be found
    // in /proc/1/fd: who opens it there has the operator's file, and can write it.
    let null = open("/dev/null", O_RDONLY | O_CLOEXEC)
    guard maint_die_with_parent() == 0, maint_set_name(Self.name) == 0, null >= 0, dup2(null, 0) == 0,
      dup2(output, 1) == 1, dup2(output, 2) == 2, dup2(control, 3) == 3, dup2(boundary, 4) == 4,
      maint_close_from(5) == 0
    else { _exit(1) }
    guard let problem = prepare() else {
      answer(Self.isReady)
      serve()
    }
    answer(problem)
    _exit(1)
  }

  /// What failed, in words.
  private func prepare() -> String? {
    if setsid() < 0 { return words("setsid") }
    if !sharesNetwork, maint_raise_loopback() != 0 { return words("the loopback could not be raised") }
    let safe = MAINT_MOUNT_NO_DEVICES | MAINT_MOUNT_NO_SET_USER | MAINT_MOUNT_NO_PROGRAMS
    if maint_mount("proc", "\(root)/proc", "proc", safe, nil) != 0 { return words("/proc could not be mounted") }
    mountKernel()
    for name in ["sys", "sysrq-trigger", "irq", "bus", "fs", "acpi"] { protect("\(root)/proc/\(name)") }
    for name in ["kcore", "keys", "timer_list", "sched_debug"] {
      if access("\(root)/proc/\(name)", F_OK) == 0 {
        _ = maint_mount("\(root)/dev/null", "\(root)/proc/\(name)", nil, MAINT_MOUNT_BIND, nil)
      }
    }
    if maint_enter_root(root) != 0 { return words("the sandbox's root could not be entered") }
    if maint_bar_kernel() != 0 { return words("the kernel's keyrings and user namespaces could not be barred") }
    if maint_keep_capabilities(kept) != 0 { return words("capabilities could not be given up") }
    return nil
  }

  /// Read-only, since its files set the kernel that the host runs on; empty where the kernel shows none, as to an ordinary
  /// user with the host's network.
  private func mountKernel() {
    let options =
      MAINT_MOUNT_READ_ONLY | MAINT_MOUNT_NO_DEVICES | MAINT_MOUNT_NO_SET_USER | MAINT_MOUNT_NO_PROGRAMS
    if maint_mount("sysfs", "\(root)/sys", "sysfs", options, nil) != 0 {
      _ = maint_mount("tmpfs", "\(root)/sys", "tmpfs", options, nil)
    }
  }

  /// What of it sets the host's kernel cannot be written; without the right to unmount, it stays so.
  private func protect(_ path: String) {
    guard access(path, F_OK) == 0, maint_mount(path, path, nil, MAINT_MOUNT_BIND, nil) == 0 else { return }
    _ = maint_mount_read_only(path)
  }

  /// Those of capabilities(7) that stay inside the sandbox. Not among them: devices, mounts, modules, clocks, raw I/O, and
  /// CAP_DAC_READ_SEARCH, with which open_by_handle_at(2) reaches files outside.
  private var kept: UInt64 {
    guard isRoot else { return 0 }
    var numbers = [0, 1, 3, 4, 5, 6, 7, 8, 10, 14, 15, 18, 19, 29, 31]
    // With the host's network these would set it.
    if !sharesNetwork { numbers += [11, 12, 13] }
    return numbers.reduce(0) { $0 | 1 << UInt64($1) }
  }

  private func serve() -> Never {
    var message = [UInt8](repeating: 0, count: SandboxCommand.limit)
    while true {
      var own: [Int32] = [-1, -1, -1]
      let count = maint_receive_with_descriptors(3, &message, message.count, &own, own.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0, let command = SandboxCommand(message: Array(message[..<count])) else { _exit(0) }
      answer("\(carryOut(command, own))")
    }
  }

  /// The status of waitpid(2). `own` are closed.
  private func carryOut(_ command: SandboxCommand, _ own: [Int32]) -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    switch command.output {
    case .none:
      for output in [STDOUT_FILENO, STDERR_FILENO] {
        posix_spawn_file_actions_addopen(&actions, output, "/dev/null", O_WRONLY, 0)
      }
    case .kept: break
    case .own:
      // Before 5 is given away, which may be one of them.
      for (place, descriptor) in own.enumerated() {
        posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(place))
      }
    }
    // A shell of the operator's has nothing to say to the maint outside.
    let speaks = command.output != .own
    if speaks { posix_spawn_file_actions_adddup2(&actions, 4, 5) }
    posix_spawn_file_actions_addclose(&actions, 3)
    posix_spawn_file_actions_addclose(&actions, 4)
    if speaks {
      posix_spawn_file_actions_adddup2(&actions, 5, 3)
      posix_spawn_file_actions_addclose(&actions, 5)
    }
    var pid: pid_t = 0
    let arguments = command.arguments.map { strdup($0) } + [nil]
    let environment = command.environment.map { strdup($0) } + [nil]
    defer { (arguments + environment).forEach { free($0) } }
    let code = posix_spawn(&pid, command.arguments[0], &actions, nil, arguments, environment)
    for descriptor in own where descriptor >= 0 { close(descriptor) }
    guard code == 0 else { return 127 << 8 }
    while true {
      var status: Int32 = 0
      // What processes leave behind is handed to the first process.
      let ended = waitpid(-1, &status, 0)
      if ended == pid { return status }
      if ended < 0, errno != EINTR { return 127 << 8 }
    }
  }

  private func answer(_ text: String) {
    let bytes = Array(text.utf8)
    _ = send(3, bytes, bytes.count, Int32(MSG_NOSIGNAL))
  }

  private func words(_ what: String) -> String { "\(what): \(String(cString: strerror(errno)))" }
}
