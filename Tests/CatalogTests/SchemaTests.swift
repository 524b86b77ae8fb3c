import Diagnostics
import Testing

@testable import Catalog

/// Every table of keys: each has a line of help, and a map where it does not belong is noted in words.
@Suite struct SchemaTests {
  private func check<Key: SchemaKey>(_ type: Key.Type) {
    for key in Key.allCases {
      let help = key.field.help
      #expect(help.hasSuffix(".") && help.count <= 100, "\(Key.construct): \(key.rawValue)")
      #expect(!key.field.shape.description.isEmpty)
    }
    #expect(Key.construct.hasPrefix("a "))
  }

  @Test func everyKeyIsDescribed() {
    check(ScheduleKey.self)
    check(TierKey.self)
    check(TaskKey.self)
    check(WindowKey.self)
    check(FreezeKey.self)
    check(DefaultsKey.self)
    check(CoordinationKey.self)
    check(ChannelKey.self)
    check(StakeholderKey.self)
    check(LoginKey.self)
    check(FileKey.self)
    check(RunbookKey.self)
    check(ParameterKey.self)
    check(SecretKey.self)
    check(StepKey.self)
    check(ArchiveKey.self)
    check(RestoreKey.self)
  }

  /// What the binder expects of a value is what the table says of it.
  private func expectAgreement<Key: SchemaKey>(_ type: Key.Type, _ text: (Key) -> String, isRunbook: Bool) {
    for key in Key.allCases {
      // An empty value is of no shape, so each reader says what it expected.
      let text = text(key)
      let project = isRunbook ? Project(runbooks: ["main": text]) : Project(schedules: ["main": text])
      let found = project.load().diagnostics.first { $0.id == .missingValue }
      #expect(found?.message == "expected \(key.field.shape.description), found nothing", "\(text)")
    }
  }

  @Test func readersExpectWhatTheTablesSay() {
    expectAgreement(ScheduleKey.self, { "\($0.rawValue):\n" }, isRunbook: false)
    expectAgreement(
      TierKey.self, { "maintenance_schedule:\n  daily:\n    \($0.rawValue):\n" }, isRunbook: false)
    expectAgreement(
      TaskKey.self, { "maintenance_schedule:\n  daily:\n    - \($0.rawValue):\n" }, isRunbook: false)
    expectAgreement(WindowKey.self, { "maintenance_windows:\n  daily:\n    \($0.rawValue):\n" }, isRunbook: false)
    expectAgreement(FreezeKey.self, { "change_freeze:\n  - \($0.rawValue):\n" }, isRunbook: false)
    expectAgreement(DefaultsKey.self, { "defaults:\n  \($0.rawValue):\n" }, isRunbook: false)
    let coordination = "maintenance_coordination:\n  "
    expectAgreement(CoordinationKey.self, { "\(coordination)\($0.rawValue):\n" }, isRunbook: false)
    expectAgreement(ChannelKey.self, { "\(coordination)channels:\n    a:\n      \($0.rawValue):\n" }, isRunbook: false)
    expectAgreement(
      StakeholderKey.self, { "\(coordination)stakeholders:\n    a:\n      \($0.rawValue):\n" }, isRunbook: false)
    expectAgreement(RunbookKey.self, { "\($0.rawValue):\n" }, isRunbook: true)
    expectAgreement(ParameterKey.self, { "params:\n  a:\n    \($0.rawValue):\n" }, isRunbook: true)
    expectAgreement(SecretKey.self, { "secrets:\n  a:\n    \($0.rawValue):\n" }, isRunbook: true)
    expectAgreement(StepKey.self, { "change:\n  - \($0.rawValue):\n" }, isRunbook: true)
    expectAgreement(
      ArchiveKey.self, { "backup:\n  - {path: \($0 == .path ? "" : "/a, \($0.rawValue):")}\n" }, isRunbook: true)
  }
}
