import Foundation
import TestSupport
import Testing

/// A host folder that runbooks may change, a project beside it, and maint to rehearse them, as one account.
final class Rehearsing {
  let maint: Maint
  let account: Account

  /// What the runbooks change.
  var host: String { "\(maint.folder)/host" }

  /// Those for whom the kernel makes sandboxes.
  static let accounts: [Account] = Account.available.filter { account in
    guard let rehearsing = try? Rehearsing(account), (try? rehearsing.runbook("precheck: [':']\n")) != nil,
      let ended = try? rehearsing.maint.run("rehearse", "daily")
    else { return false }
    if ended.exit == 75 { print("skipped for \(account): \(ended.err)") }
    return ended.exit != 75
  }

  /// Not in `/tmp`, which is empty in a sandbox.
  init(_ account: Account) throws {
    self.account = account
    maint = try Maint(in: "/var/tmp")
    maint.prefix = account.prefix
    try maint.daily("web")
    for path in [host, maint.state] {
      guard mkdir(path, 0o700) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
      if account == .nobody { chown(path, Account.nobodyID, Account.nobodyID) }
    }
    if account == .nobody { chown(maint.folder, Account.nobodyID, Account.nobodyID) }
  }

  /// The runbook `web`; `$host` stands for the folder.
  @discardableResult
  func runbook(_ text: String) throws -> Rehearsing {
    try maint.runbook("web", text.replacing("$host", with: host))
    return self
  }

  /// Makes something in the host's folder.
  @discardableResult
  func prepare(_ script: String) throws -> Rehearsing {
    let words = account.prefix + ["/bin/sh", "-euc", "cd '\(host)'; \(script)"]
    try Running(
      ["/usr/bin/env"] + words, environment: ["PATH": "/usr/bin:/bin"], in: maint.folder, input: "/dev/null"
    ).wait().expect(exit: 0)
    return self
  }
}
