import Foundation
import Testing

/// What a test needs of the host; a test without it is skipped, and the reason stands in the log.
enum Tools {
  static func has(_ commands: String...) -> Bool {
    let missing = commands.filter { command in
      !["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"].contains {
        access("\($0)/\(command)", X_OK) == 0
      }
    }
    if !missing.isEmpty { print("skipped, as this host lacks \(missing.joined(separator: ", "))") }
    return missing.isEmpty
  }

  /// A mount namespace of its own lets a test put made-up files where a runbook looks; the host does not see them.
  static let canMount: Bool = {
    let ended = try? Command.run(
      ["/usr/bin/unshare", "-m", "/bin/sh", "-c", "mount -t tmpfs none /mnt"], environment: ["PATH": "/usr/bin:/bin"])
    let can = geteuid() == 0 && ended?.exit == 0
    if !can { print("skipped, as made-up hosts need root and the right to mount in a namespace of its own") }
    return can
  }()
}
