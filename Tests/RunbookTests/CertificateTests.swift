import Foundation
import Testing

private let name = "system_health_checks"

/// Certificates made by openssl, in files and at a server on the loopback.
@Suite(.enabled(if: Tools.has("openssl"), "openssl is not installed"))
struct CertificateTests {
  /// Writes `NAME.pem` and `NAME.key`, valid for so many days from now.
  private static func make(_ name: String, days: Int, in place: Place) throws {
    try place.shell(
      """
      openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout \(name).key \
        -out \(name).pem -subj /CN=localhost -days \(days) 2> /dev/null
      """)
  }

  /// Writes `gone.pem`, which expired in 2020; `req` cannot date back, `ca` can.
  private static func makeExpired(in place: Place) throws {
    try make("gone", days: 1, in: place)
    try place.shell(
      """
      mkdir ca; : > ca/index; echo 01 > ca/serial
      printf '%s\\n' '[ca]' default_ca=a '[a]' database=ca/index serial=ca/serial new_certs_dir=ca \
        default_md=sha256 policy=p '[p]' CN=optional > ca/conf
      openssl req -new -key gone.key -subj /CN=localhost -out ca/csr 2> /dev/null
      openssl ca -batch -config ca/conf -selfsign -keyfile gone.key -in ca/csr -out gone.pem \
        -startdate 20200101000000Z -enddate 20200201000000Z -notext 2> /dev/null
      """)
  }

  private func check(_ certificates: String, in place: Place, _ more: [String: String] = [:]) throws -> Report {
    try place.run(name, calm.merging(["certificates": certificates]) { $1 }.merging(more) { $1 })
  }

  @Test(arguments: Account.available)
  func validExpiringAndExpired(account: Account) throws {
    let place = try Place(account)
    let d = place.folder
    try Self.make("long", days: 400, in: place)
    try Self.make("month", days: 20, in: place)
    try Self.make("week", days: 3, in: place)
    try Self.makeExpired(in: place)
    var report = try check("\(d)/long.pem", in: place).expect("succeeded")
    #expect(report.outcome(of: "certificate") == "succeeded")
    let days = try #require(report.metrics["maint_certificate_days_left{certificate=\"\(d)/long.pem\"}"])
    #expect((398...400).contains(days))
    report = try check("\(d)/month.pem \(d)/long.pem", in: place).expect("succeeded")
    report.warns("certificate \(d)/month.pem expires in")
    #expect(report.outcome(of: "certificate") == "warned")
    try check("\(d)/week.pem", in: place).expect("failed").complains("Renew it now", "checks failed: certificates.")
    try check("\(d)/gone.pem", in: place, ["cert_fail_days": "0"]).expect("failed")
      .complains("has expired on 2020-02-01")
    // A pattern matches several; both thresholds can be moved.
    report = try check("\(d)/*th.pem", in: place, ["cert_warn_days": "10"]).expect("succeeded")
    #expect(report.outcome(of: "certificate") == "succeeded")
  }

  @Test func chainsOtherFormsAndWhatIsNoCertificate() throws {
    let place = try Place()
    let d = place.folder
    try Self.make("long", days: 400, in: place)
    try Self.make("month", days: 20, in: place)
    try place.shell(
      "cat long.pem month.pem > chain.pem; openssl x509 -in month.pem -outform DER -out der.crt; printf x > junk.pem")
    let both = try check("\(d)/chain.pem \(d)/der.crt", in: place).expect("succeeded")
    both.warns("\(d)/chain.pem expires in", "\(d)/der.crt expires in")
    try check("\(d)/junk.pem \(d)/absent.pem \(d)/none-*.pem", in: place).expect("failed").complains(
      "\(d)/junk.pem: no certificate found", "\(d)/absent.pem: no certificate found",
      "\(d)/none-*.pem: no certificate found")
  }

  @Test(.enabled(if: Account.available.contains(.nobody)))
  func aFileThatMayNotBeReadIsNotedOnly() throws {
    let place = try Place(.nobody)
    try Self.make("long", days: 400, in: place)
    chown("\(place.folder)/long.pem", 0, 0)
    chmod("\(place.folder)/long.pem", 0o600)
    try check("\(place.folder)/long.pem", in: place).expect("succeeded").warns("this user may not read it")
  }

  @Test(.enabled(if: Tools.has("bash")))
  func aServer() throws {
    let place = try Place()
    try Self.make("month", days: 20, in: place)
    let port = try Listener(accepts: false).port
    let server = Process()
    server.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
    server.arguments = [
      "s_server", "-accept", "127.0.0.1:\(port)", "-cert", "\(place.folder)/month.pem", "-key",
      "\(place.folder)/month.key",
    ]
    // It ends when its standard input does.
    server.standardInput = Pipe()
    server.standardOutput = FileHandle.nullDevice
    server.standardError = FileHandle.nullDevice
    try server.run()
    defer {
      // It may have been started with TERM blocked, as a mask is inherited.
      kill(server.processIdentifier, SIGKILL)
      server.waitUntilExit()
    }
    try place.shell(
      """
      for try in {1..200}; do
        if (exec 3<> /dev/tcp/127.0.0.1/\(port)) 2> /dev/null; then exit 0; fi
        sleep 0.05
      done
      exit 1
      """)
    try check("localhost:\(port)", in: place).expect("succeeded").warns("certificate localhost:\(port) expires in")
  }
}
