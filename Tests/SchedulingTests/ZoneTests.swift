import Foundation
import Scheduling
import TestSupport
import Testing

@Suite struct ZoneTests {
  private static let database = ZoneDatabase()

  private func zone(_ name: String) throws -> Zone { try #require(Zone.named(name)) }

  private func moment(_ utc: String) throws -> Timestamp {
    let date = try #require(CivilDate.parse(String(utc.prefix(10))))
    let time = try #require(TimeOfDay.parse(utc.suffix(5)))
    return Zone.utc.timestamp(of: date, at: time)
  }

  @Test func namesThatLeadOutOfTheDatabaseAreUnknown() {
    for name in [
      "../../etc/passwd", "/etc/localtime", "Europe/../Europe/Berlin", "./Europe/Berlin", "Europe//Berlin", "", ".",
      "Europe/Berlin/", "Europe", "Europe/Berln", "europe/berlin", "Europe/Berlin\0x", "zone1970.tab", "Europe/Bérlin",
      String(repeating: "a", count: 300),
    ] {
      #expect(Zone.named(name) == nil, "\(name)")
    }
    #expect(Zone.named("Europe/Berlin") != nil)
    #expect(ZoneDatabase(folder: "/nowhere").isInstalled == false)
    #expect(ZoneDatabase(folder: "/nowhere").zone(named: "UTC") == .utc)
    #expect(Self.database.knownNames().contains("Europe/Berlin"))
  }

  @Test func formats() throws {
    let berlin = try zone("Europe/Berlin")
    #expect(berlin.format(try moment("2026-11-21 13:05")) == "2026-11-21 14:05:00")
    #expect(berlin.format(try moment("2026-07-01 13:05")) == "2026-07-01 15:05:00")
    #expect(berlin.format(try moment("2200-07-01 13:05")) == "2200-07-01 15:05:00")
    #expect(berlin.format(Timestamp(microseconds: -1)) == "1970-01-01 00:59:59")
  }

  @Test func clocksSetForwardAndBack() throws {
    let berlin = try zone("Europe/Berlin")
    let spring = CivilDate(year: 2026, month: 3, day: 29)
    // 02:30 does not exist: the first moment after is 03:00.
    #expect(berlin.timestamp(of: spring, at: TimeOfDay(hour: 2, minute: 30)) == (try moment("2026-03-29 01:00")))
    #expect(berlin.timestamp(of: spring, at: TimeOfDay(hour: 3, minute: 30)) == (try moment("2026-03-29 01:30")))
    let autumn = CivilDate(year: 2026, month: 10, day: 25)
    // 02:30 comes twice: the first counts.
    #expect(berlin.timestamp(of: autumn, at: TimeOfDay(hour: 2, minute: 30)) == (try moment("2026-10-25 00:30")))
    #expect(berlin.timestamp(of: autumn, at: TimeOfDay(hour: 3, minute: 0)) == (try moment("2026-10-25 02:00")))
    #expect(berlin.timestamp(of: autumn, at: .endOfDay) == (try moment("2026-10-25 23:00")))
  }

  @Test func aDaySkippedAtTheDateLine() throws {
    let apia = try zone("Pacific/Apia")
    let skipped = apia.timestamp(of: CivilDate(year: 2011, month: 12, day: 30))
    #expect(skipped == apia.timestamp(of: CivilDate(year: 2011, month: 12, day: 31)))
    #expect(apia.format(skipped) == "2011-12-31 00:00:00")
  }

  @Test func hostZone() throws {
    let berlin = try zone("Europe/Berlin")
    let noon = try moment("2026-07-01 12:00")
    for variable in [
      "Europe/Berlin", ":Europe/Berlin", "/usr/share/zoneinfo/Europe/Berlin", "CET-1CEST,M3.5.0,M10.5.0/3",
    ] {
      #expect(Self.database.hostZone(variable: variable).format(noon) == berlin.format(noon))
    }
    #expect(Self.database.hostZone(variable: "<+0530>-5:30").format(noon) == "2026-07-01 17:30:00")
    #expect(Self.database.hostZone(variable: "EST5EDT").format(noon) == "2026-07-01 08:00:00")
    for variable in ["", "nonsense", "CXT", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0", "<CET-1"] {
      #expect(Self.database.hostZone(variable: variable).format(noon) == "2026-07-01 12:00:00", "\(variable)")
    }
    #expect(Self.database.hostZone(variable: nil, localFile: "/nowhere") == .utc)
    let link = FileManager.default.temporaryDirectory.appending(path: "localtime-\(UUID())")
    try FileManager.default.createSymbolicLink(
      atPath: link.path(), withDestinationPath: "/usr/share/zoneinfo/America/New_York")
    defer { try? FileManager.default.removeItem(at: link) }
    #expect(Self.database.hostZone(variable: nil, localFile: link.path()).name == "America/New_York")
  }

  /// Against Foundation, which reads the same files by other code.
  @Test(arguments: [
    "Europe/Berlin", "America/New_York", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kolkata", "Africa/Casablanca",
    "Europe/Dublin", "America/Sao_Paulo", "Pacific/Apia", "Asia/Tehran", "Antarctica/Troll", "America/Nuuk",
    "Asia/Gaza", "Africa/Monrovia",
  ])
  func offsetsAgreeWithFoundation(name: String) throws {
    let zone = try zone(name)
    let reference = try #require(TimeZone(identifier: name))
    var generator = SeededGenerator(seed: 11)
    for _ in 0..<3_000 {
      let seconds = Int.random(in: 0...2_145_916_800, using: &generator)
      let expected = reference.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
      let found = zone.civilTime(of: Timestamp(seconds: seconds)).offset
      guard expected == found else {
        Issue.record("\(name) at \(seconds): \(found), not \(expected)")
        return
      }
    }
  }

  @Test func aZoneFileCutOrDamagedIsUnknownAndHarmless() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "zones-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let whole = try Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/Europe/Berlin"))
    let database = ZoneDatabase(folder: folder.path())
    let file = folder.appending(path: "Cut")
    for count in stride(from: 0, to: whole.count - 1, by: 7) {
      try whole.prefix(count).write(to: file)
      #expect(database.zone(named: "Cut") == nil, "\(count) bytes")
    }
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<500 {
      var damaged = whole
      damaged[Int.random(in: 0..<whole.count, using: &generator)] ^= UInt8.random(in: 1...255, using: &generator)
      try damaged.write(to: file)
      guard let zone = database.zone(named: "Cut") else { continue }
      for seconds in [Int(Int64.min / 1_000_000), -5_000_000_000, 0, 1_800_000_000, 90_000_000_000] {
        let moment = Timestamp(seconds: seconds)
        _ = zone.format(moment)
        _ = Period.current(of: .daily, at: moment, in: zone)
      }
    }
  }
}

@Suite struct UnrolledZoneTests {
  /// It answers as the zone does, before, in and after what was unrolled.
  @Test(arguments: [
    "Europe/Berlin", "Australia/Lord_Howe", "America/Nuuk", "Africa/Casablanca", "Asia/Kathmandu", "UTC",
  ])
  func answersAsTheZone(name: String) throws {
    let zone = try #require(Zone.named(name))
    let unrolled = zone.unrolled(to: zone.timestamp(of: CivilDate(year: 2060, month: 6, day: 1)))
    for day in stride(from: 0, through: 40_000, by: 1) {
      let moment = Timestamp(seconds: day * 86_400 + day % 24 * 3_600)
      #expect(unrolled.span(around: moment) == zone.span(around: moment), "\(moment.rfc3339)")
    }
  }
}
