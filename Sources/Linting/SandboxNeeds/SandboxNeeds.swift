import Catalog

/// Calls that need what no sandbox has: services, other kernels, mounts.
///
/// Found by what stands in the shell text, also behind `sudo`, `env`, `timeout` and their like, in `sh -c '…'`, `eval` and
/// `trap`, and for `find -exec` and `xargs`. What a script in another file calls is not seen.
package enum SandboxNeeds {
  /// What a text needs, in words, each once, in the order in which it is met.
  package static func of(_ text: String, shell: Step.Shell) -> [String] {
    var needs: [String] = []
    for call in ShellCall.all(in: ShellScript(text, shell: shell)) {
      for need in [need(of: call)] + call.redirections.map(need) {
        if let need, !needs.contains(need) { needs.append(need) }
      }
    }
    return needs
  }

  private static func need(of call: ShellCall) -> String? {
    guard let name = call.words.first, name.isStatic else { return nil }
    let arguments = HostArguments(call)
    if arguments.askAboutItself { return nil }
    if name.text.hasPrefix("/etc/init.d/") || name.text.hasPrefix("/etc/rc.d/") { return "systemd" }
    return HostCommand(named: name.program).flatMap { $0.needsHost(arguments) ? $0.need : nil }
  }

  private static func need(of redirection: ShellCommand.Redirection) -> String? {
    redirection.operation.contains(">") ? HostFile.need(writing: redirection.target) : nil
  }
}
