import Foundation
import TestSupport
import Testing

/// Mail through a server that takes it only encrypted, and only from those who log in.
@Suite struct MailLoginTests {
  @Test(.enabled(if: geteuid() == 0, "only root can have a host trust a certificate for a moment"))
  func theServerIsTrustedBeforeItIsToldThePassword() throws {
    let maint = try Maint()
    guard let server = try Receiver(.starttls, for: maint) else { return }
    defer { server.stop() }
    let secret = #"pass "word" \ of maint"#
    try secret.write(toFile: "\(server.folder)/password", atomically: true, encoding: .utf8)
    let file = "\(maint.folder)/secret"
    try "\(secret)\n".write(toFile: file, atomically: true, encoding: .utf8)
    chmod(file, 0o600)
    try maint.runbook("good", "precheck: [':']\n").schedule(
      """
      maintenance_schedule: {daily: [good]}
      maintenance_coordination:
        channels:
          mail:
            kind: email
            to: ops@example.org
            from: maint@example.org
            smtp: "127.0.0.1:\(server.port)"
            login: {user: maint, password: {file: \(file)}}
        alerts: {critical: [mail]}

      """)
    // Who issued its certificate is unknown here: it might be anybody.
    try maint.run("notify", "test", "mail").expect(exit: 1).shows("certificate")
    #expect(server.requests.isEmpty)

    maint.prefix = [
      "unshare", "-m", "sh", "-c",
      "mount -t tmpfs none /etc/ssl/certs && cp \"$0\" /etc/ssl/certs/ca-certificates.crt && exec \"$@\"",
      "\(server.folder)/ca.pem",
    ]
    try maint.run("notify", "test", "mail").expect(exit: 0)
    #expect(server.requests.map(\.data).filter { $0.contains("To: ops@example.org") }.count == 1)

    try "another".write(toFile: "\(server.folder)/password", atomically: true, encoding: .utf8)
    let refused = try maint.run("notify", "test", "mail").expect(exit: 1).shows("535")
    #expect(!(refused.out + refused.err).contains("of maint"), "the password")
    #expect(server.requests.count == 1)
  }
}
