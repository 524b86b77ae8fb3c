import Testing

@testable import CommandLine

/// What maint wrote is told from all else, and a crontab's other lines stay.
@Suite struct InstalledTextTests {
  private static let table = CronTable(
    command: StartCommand(executable: "/usr/local/bin/maint", project: "/etc/maint", state: "/var/lib/maint"),
    interval: .usual)

  private func isOwn(_ text: String) -> Bool {
    if case .own = InstalledText(text) { true } else { false }
  }

  @Test func everyChangeByHandIsNoticed() {
    let units = SystemdUnits(command: Self.table.command, interval: .usual, randomDelay: .seconds(60), isUser: false)
    for text in [Self.table.file, Self.table.block, units.serviceFile, units.timerFile] {
      #expect(isOwn(text))
      let bytes = Array(text.utf8)
      for index in bytes.indices {
        var other = bytes
        other[index] ^= 1
        #expect(!isOwn(String(decoding: other, as: UTF8.self)), "byte \(index)")
        other.remove(at: index)
        #expect(!isOwn(String(decoding: other, as: UTF8.self)), "without byte \(index)")
      }
      #expect(!isOwn(text + "\n") && !isOwn("# mine\n" + text) && !isOwn(text.replacing("\n", with: "\r\n")))
    }
  }

  @Test func whatIsNotOfMaint() {
    if case .none = InstalledText(nil) {} else { Issue.record("nothing") }
    if case .foreign = InstalledText("* * * * * root /usr/bin/maint run daily\n") {} else { Issue.record("foreign") }
    if case .foreign = InstalledText("") {} else { Issue.record("empty") }
    if case .changed = InstalledText(Self.table.file + "# more\n") {} else { Issue.record("changed") }
  }

  /// Latin-1, CR, no line break at the end, settings, a zero byte.
  private static let crontabs: [[UInt8]] = [
    [], Array("\n".utf8), Array("MAILTO=me\nSHELL=/bin/zsh\n\n5 4 * * * x %in%put\n".utf8),
    Array("# caf".utf8) + [0xE9, 0x0D, 0x0A, 0x00, 0xFF, 0x0A], Array("no line break at the end".utf8),
  ]

  @Test(arguments: crontabs) func theOtherLinesStayByteForByte(crontab: [UInt8]) throws {
    let block = Self.table.block
    let empty = try #require(UserCrontab(crontab))
    #expect(empty.block == nil && empty.with(block: nil) == crontab)
    let installed = empty.with(block: block)
    #expect(installed == Array(block.utf8) + crontab)
    let again = try #require(UserCrontab(installed))
    #expect(again.block == block && again.with(block: block) == installed && again.with(block: nil) == crontab)
    // The user may have moved it.
    let moved = try #require(UserCrontab(Array("A=1\n".utf8) + installed))
    #expect(moved.block == block && moved.with(block: "new\n") == Array("A=1\nnew\n".utf8) + crontab)
    let atEnd = try #require(UserCrontab(Array("A=1\n".utf8) + Array(block.utf8.dropLast())))
    #expect(atEnd.with(block: nil) == Array("A=1\n".utf8))
  }

  @Test func linesWithoutBeginningOrEndAreNotTouched() {
    let block = Self.table.block
    let lines = block.split(separator: "\n").map { "\($0)\n" }
    let broken = [
      lines.dropLast().joined(), lines.dropFirst().joined(), block + block, lines.reversed().joined(),
      block + (lines.last ?? ""),
    ]
    for text in broken { #expect(UserCrontab(Array(text.utf8)) == nil, "\(text)") }
  }

  /// crontab(5): settings govern what stands below them, so maint has none among a user's lines.
  @Test func aUsersCrontabGetsNoSettings() {
    let lines = Self.table.block.split(separator: "\n").filter { !$0.hasPrefix("#") }
    #expect(lines == ["*/5 * * * * /usr/local/bin/maint -C /etc/maint --state /var/lib/maint run --due --quiet"])
  }
}
