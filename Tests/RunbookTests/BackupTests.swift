import Testing

private let name = "backup_verification"

/// maint's own backups: folders below `backups` in the state, sealed by SHA256SUMS.
@Suite struct BackupTests {
  /// Writes a backup as maint does; without `sealed` it was never completed.
  private func make(_ backup: String, in place: Place, days: Int = 0, sealed: Bool = true) throws {
    try place.shell(
      """
      mkdir -p -m 700 state; b=state/backups/\(backup); mkdir -p "$b"; echo data > "$b/etc.tar.gz"; echo data > "$b/a b"
      \(sealed ? "(cd \"$b\"; find . -type f -print0 | xargs -0 sha256sum > ../sums; mv ../sums SHA256SUMS)" : "")
      find "$b" -exec touch -d '\(days) days ago' {} +
      """)
  }

  @Test(arguments: Account.available)
  func completeOnesPass(account: Account) throws {
    let place = try Place(account)
    try make("1/daily.x", in: place)
    try make("2/daily.y", in: place, days: 3)
    let report = try place.run(name).expect("succeeded").isQuiet()
    report.summarises("2 backups by maint are unchanged")
    #expect(report.metrics["maint_backups_verified"] == 2)
    try place.run(name, ["own_max_age_hours": "2"]).expect("succeeded")
  }

  @Test func noneIsFineUnlessOneIsAskedFor() throws {
    let place = try Place()
    try place.run(name).expect("succeeded").summarises("maint has made no backup yet")
    try place.run(name, ["own_max_age_hours": "24"]).expect("failed").complains("no complete backup")
    try make("1/daily.x", in: place, days: 3)
    try place.run(name).expect("succeeded")
    try place.run(name, ["own_max_age_hours": "24"]).expect("failed").complains("72 hours old")
  }

  @Test(arguments: Account.available)
  func anIncompleteOneFailsUnlessItIsInTheMaking(account: Account) throws {
    let place = try Place(account)
    try make("1/daily.x", in: place)
    try make("2/daily.y", in: place, sealed: false)
    try place.run(name).expect("succeeded").summarises("in the making")
    try make("2/daily.y", in: place, days: 1, sealed: false)
    let report = try place.run(name).expect("failed")
    report.complains("2/daily.y is incomplete", "not verified: own-backups")
    // The reason stands where cron's mail shows it.
    #expect(report.console.contains("2/daily.y is incomplete"), "\(report.console)")
  }

  @Test(arguments: ["echo dat4 > 'a b'", "rm 'a b'", ": > SHA256SUMS"])
  func aDamagedOneFails(damage: String) throws {
    let place = try Place()
    try make("1/daily.x", in: place)
    try make("3/daily.z", in: place)
    try place.shell("cd state/backups/3/daily.z; \(damage)")
    let report = try place.run(name).expect("failed").complains("3/daily.z is damaged")
    #expect(report.metrics["maint_backups_verified"] == 1)
  }
}
