import Testing

private let name = "backup_verification"

/// Archives that others make, in folders that a parameter names.
@Suite struct ArchiveTests {
  /// One of each kind that the host can make, in `z`.
  private func makeArchives(in place: Place) throws -> [String] {
    try place.shell(
      """
      mkdir src z; head -c 100000 /dev/urandom > src/f; head -c 100000 /dev/urandom > src/g
      tar -cf z/a.tar src; tar -czf z/b.tar.gz src; gzip -c src/f > z/f.sql.gz; tar -czf 'z/sp ace.tgz' src
      if command -v xz; then tar -cJf z/c.tar.xz src; xz -c src/f > z/h.xz; fi
      if command -v zstd; then tar --zstd -cf z/d.tar.zst src; zstd -qc src/f > z/i.zst; fi
      if command -v bzip2; then tar -cjf z/e.tar.bz2 src; fi
      if command -v zip && command -v unzip; then zip -qr z/g.zip src; fi
      """)
    return try place.files("z")
  }

  @Test(arguments: Account.available)
  func wholeOnesPass(account: Account) throws {
    let place = try Place(account)
    let archives = try makeArchives(in: place)
    let report = try place.run(name, ["archive_dirs": "\(place.folder)/z"]).expect("succeeded").isQuiet()
    report.summarises("\(archives.count) archives", "\(archives.count) without a checksum")
    #expect(report.metrics["maint_archives_found{folder=\"\(place.folder)/z\"}"] == Double(archives.count))
  }

  /// Each is cut three times: near its end, in the middle, to nothing.
  @Test func cutOnesFailEach() throws {
    let place = try Place()
    let archives = try makeArchives(in: place)
    for (index, bytes) in ["s / 2", "0", "s > 11000 ? s - 10240 : s - 9"].enumerated() {
      // A tar ends with up to 10 KiB of zeros: all of them are cut.
      try place.shell(
        """
        rm -rf cut; cp -r z cut; cd cut
        for f in *; do s=$(stat -c %s "$f"); truncate -s $((\(bytes))) "$f"; done; touch -d '1 hour ago' *
        """)
      let report = try place.run(name, ["archive_dirs": "\(place.folder)/cut"]).expect("failed")
      for archive in archives where !report.error.contains("cut/\(archive) cannot be read to its end") {
        Issue.record("cut \(index): \(archive) passed\n\(report.text)")
      }
    }
  }

  /// tar itself takes it for whole.
  @Test func aTarCutBetweenTwoMembersFails() throws {
    let place = try Place()
    try place.shell(
      """
      mkdir z; head -c 100000 /dev/zero | tr '\\0' x > f; cp f g; tar -cf z/a.tar f g
      truncate -s $((512 + (100000 + 511) / 512 * 512)) z/a.tar; touch -d '1 hour ago' z/a.tar; tar -tf z/a.tar
      """)
    try place.run(name, ["archive_dirs": "\(place.folder)/z"]).expect("failed").complains("the end is missing")
  }

  @Test func damageIsFoundUnlessItMayStillBeWritten() throws {
    let place = try Place()
    try place.shell(
      """
      mkdir z; head -c 100000 /dev/urandom > f; tar -czf z/b.tar.gz f
      printf X | dd of=z/b.tar.gz bs=1 seek=5000 conv=notrunc 2> /dev/null; echo | gzip > z/good.gz
      """)
    let folder = ["archive_dirs": "\(place.folder)/z"]
    try place.run(name, folder).expect("succeeded").warns("may still be written")
    try place.shell("touch -d '1 hour ago' z/b.tar.gz")
    let report = try place.run(name, folder).expect("failed").complains("not verified: archives")
    #expect(report.console.contains("b.tar.gz cannot be read to its end"), "\(report.console)")
    // Whole as gzip, and no tar within.
    try place.shell("head -c 3000 /dev/urandom | gzip > z/b.tar.gz; touch -d '1 hour ago' z/b.tar.gz")
    try place.run(name, folder).expect("failed").complains("b.tar.gz cannot be read to its end")
  }

  @Test func checksumsAreHeldToTheRecord() throws {
    let place = try Place()
    try place.shell(
      """
      mkdir -p z/sub; cd z; for n in a b 'c d' sub/e; do echo $n | gzip > "$n.gz"; done
      sha256sum a.gz > a.gz.sha256; sha256sum b.gz | cut -c 1-64 | tr a-f A-F > b.gz.sha256
      sha256sum 'c d.gz' ./sub/e.gz > SHA256SUMS
      """)
    let folder = ["archive_dirs": "\(place.folder)/z"]
    let strict = folder.merging(["require_checksum": "yes"]) { $1 }
    try place.run(name, strict).expect("succeeded").isQuiet()
    try place.shell("cp -r z old; for n in a b 'c d' sub/e; do echo changed | gzip > \"z/$n.gz\"; done")
    let report = try place.run(name, folder).expect("failed")
    for archive in ["a.gz", "b.gz", "c d.gz", "sub/e.gz"] {
      report.complains("z/\(archive) is not what its checksum says")
    }
    try place.shell("rm -r z; mv old z; echo new | gzip > z/n.gz")
    try place.run(name, folder).expect("succeeded").summarises("1 without a checksum")
    try place.run(name, strict).expect("failed").complains("n.gz has no checksum on record")
    try place.shell("rm z/a.gz 'z/c d.gz'")
    try place.run(name, folder).expect("failed").complains("a.gz is gone", "lists what is gone: c d.gz")
  }

  @Test func ageIsHeldToTheLimitOfTheFolder() throws {
    let place = try Place()
    let folder = "\(place.folder)/z"
    try place.shell(
      """
      mkdir z; echo | gzip > z/old.gz; touch -d '9 days ago' z/old.gz
      echo | gzip > z/new.gz; touch -d '20 hours ago' z/new.gz
      """)
    try place.run(name, ["archive_dirs": folder]).expect("succeeded")
    try place.run(name, ["archive_dirs": folder, "max_age_hours": "12"]).expect("failed")
      .complains("no archive younger than 12 hours, the newest has 20")
    try place.run(name, ["archive_dirs": "\(folder)/=48", "max_age_hours": "12"]).expect("succeeded")
    try place.run(name, ["archive_dirs": "\(folder)=12"]).expect("failed")
  }

  @Test(arguments: Account.available)
  func foldersWithoutAnArchiveFail(account: Account) throws {
    let place = try Place(account)
    try place.shell("mkdir empty notes z; echo > notes/n.txt; echo | gzip > z/a.gz")
    let d = place.folder
    let report = try place.run(name, ["archive_dirs": "\(d)/empty \(d)/notes \(d)/absent \(d)/no* \(d)/z"])
    report.expect("failed").complains(
      "\(d)/empty holds no archive", "\(d)/notes holds no archive", "\(d)/absent is not a folder")
    report.summarises("1 archives")
  }

  @Test func oddNamesAndLinks() throws {
    let place = try Place()
    try place.shell(
      #"""
      mkdir -p z/in; cd z; echo | gzip > "$(printf 'l\nb \\.gz')"; echo | gzip > ./-x.gz; ln -s absent.gz latest.gz
      echo | gzip > in/x.gz; ln -s z ../to
      """#)
    try place.run(name, ["archive_dirs": "\(place.folder)/z"]).expect("succeeded").summarises("3 archives")
    try place.run(name, ["archive_dirs": "\(place.folder)/to"]).expect("succeeded").summarises("3 archives")
  }

  @Test(.enabled(if: Account.available.contains(.nobody)))
  func aFolderThatMayNotBeReadFails() throws {
    let place = try Place(.nobody)
    try place.shell("mkdir -p z/in; echo | gzip > z/a.gz; chmod 000 z/in")
    try place.run(name, ["archive_dirs": "\(place.folder)/z"]).expect("failed").complains("cannot be read in full")
  }
}
