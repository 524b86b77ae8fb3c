import Foundation
import Testing

@testable import CommandLine

/// The command arrives as it was meant, whatever the paths are.
@Suite struct StartCommandTests {
  private static let paths = [
    "/etc/maint", "/srv/my project", "/a%b", "/%", "/100%/%d%%", "/it's", "/say \"hi\"", "/back\\slash", "/end\\",
    "/back\\%percent", "/'\\%'", "/\\\\%", "/$HOME/${X}/$$/$(id)", "/`id`", "/;", "/a;b #c", "/*?[x]{a,b}", "/~ !",
    "/tab\\there",
    "/ä ö/e\u{301}", "/'\u{301}\"\u{301}%\u{301}\\\u{301}", "/-- ", "/&|<>()",
  ]

  private static func words(_ path: String) -> [String] {
    ["/usr/bin/maint", "-C", path, "--state", "\(path)/state", "run", "--due", "--quiet"]
  }

  private static func command(_ path: String) -> StartCommand {
    StartCommand(executable: "/usr/bin/maint", project: path, state: "\(path)/state")
  }

  /// What a shell makes of a text.
  private func words(ofShell text: String) throws -> [String] {
    let folder = try TemporaryFolder()
    try folder.write("printf '%s\\n' \(text)\n", to: "script")
    let result = try HostTool.run(["/bin/sh", "\(folder.path)/script"], in: folder)
    return result.output.components(separatedBy: "\n").dropLast()
  }

  /// What cron leaves of a command for the shell: the loop over `e->cmd` in Debian's do_command.c. nil: it found a line
  /// break.
  private func afterCron(_ text: String) -> String? {
    var bytes: [UInt8] = []
    var isEscaped = false
    for byte in text.utf8 {
      if byte == UInt8(ascii: "%") {
        guard isEscaped else { return nil }
        bytes.removeLast()
      }
      bytes.append(byte)
      isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(arguments: paths) func aShellReadsIt(path: String) throws {
    #expect(try words(ofShell: Self.command(path).shellText) == Self.words(path))
  }

  @Test(arguments: paths) func cronHandsItToTheShell(path: String) throws {
    let left = try #require(afterCron(Self.command(path).cronText), "\(Self.command(path).cronText)")
    #expect(try words(ofShell: left) == Self.words(path))
  }

  /// systemd itself reads the unit: in test mode, in which it starts nothing, and which is not for root.
  @Test(arguments: paths) func systemdReadsIt(path: String) throws {
    let systemd = "/lib/systemd/systemd"
    guard access(systemd, X_OK) == 0 else { return print("not tested with systemd: it is not installed here") }
    let folder = try TemporaryFolder()
    for name in ["run", "units", "units/systemd", "units/systemd/user"] { try folder.makeFolder(name) }
    let units = SystemdUnits(command: Self.command(path), interval: .usual, randomDelay: nil, isUser: true)
    try folder.write(units.serviceFile, to: "units/systemd/user/maint.service")
    let user = geteuid() == 0 ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"] : []
    if geteuid() == 0 { for name in ["", "run"] { chown("\(folder.path)/\(name)", 65534, 65534) } }
    chmod("\(folder.path)/run", 0o700)
    let result = try HostTool.run(
      user + [systemd, "--test", "--user", "--unit=maint.service"],
      environment: ["XDG_RUNTIME_DIR": "\(folder.path)/run", "XDG_CONFIG_HOME": "\(folder.path)/units"], in: folder)
    let said = result.output + result.errors
    let line = try #require(
      said.firstMatch(of: /Command Line: (\/usr\/bin\/maint .*)/)?.output.1, "\(said.suffix(2000))")
    #expect(try words(ofShell: String(line)) == Self.words(path))
    // What systemd shows of a command has not had its variables replaced, which the colon keeps from it.
    #expect(units.command.unitText.hasPrefix(":") == path.utf8.contains(UInt8(ascii: "$")))
  }

  @Test func aControlCharacterIsNamed() {
    for path in ["/a\nb", "/a\tb", "/a\u{7F}", "/a\r\nb"] {
      #expect(Self.command(path).unwritable == path)
    }
    #expect(Self.command("/ä '\"%").unwritable == nil)
  }

  @Test func ticksAreEvenlySpacedInTheHour() throws {
    #expect(TickInterval("7m") == nil && TickInterval("5") == nil && TickInterval("1h")?.minutes == 60)
    #expect(TickInterval("1m")?.cronFields == "* * * * *" && TickInterval("1h")?.cronFields == "0 * * * *")
    #expect(TickInterval.usual.cronFields == "*/5 * * * *" && TickInterval.usual.calendar == "*:0/5 UTC")
    guard HostTool.path("systemd-analyze") != nil else { return }
    let folder = try TemporaryFolder()
    for interval in TickInterval.all {
      let result = try HostTool.run(
        ["systemd-analyze", "calendar", "--base-time=2026-10-25 00:00:00 UTC", "--iterations=25", interval.calendar],
        environment: ["TZ": "UTC"], in: folder)
      let times = result.output.matches(of: /Sun 2026-10-25 (\d\d):(\d\d):00 UTC/).compactMap { match in
        Int(match.output.1).flatMap { hour in Int(match.output.2).map { hour * 60 + $0 } }
      }
      #expect(times.count > 20, "\(result.output)\(result.errors)")
      for (one, next) in zip(times, times.dropFirst()) { #expect(next - one == interval.minutes, "\(interval)") }
    }
  }
}
