import Foundation
import Testing

/// `install cron --user` with crontab(1) of Debian, in a mount namespace with crontabs of its own.
@Suite(
  .enabled(
    if: geteuid() == 0 && access("/usr/bin/crontab", X_OK) == 0,
    "only root may mount crontabs of the test's own, and cron must be installed"))
struct UserCrontabTests {
  let maint: Maint

  init() throws {
    maint = try Maint()
    try maint.runbook("good", "precheck: [':']").daily("good")
  }

  /// Runs a script in which `maint` is a function; nil where nothing can be mounted, which is told.
  private func script(_ text: String) throws -> Ended? {
    let before = """
      mount -t tmpfs none /var/spool/cron && mkdir -m 1730 /var/spool/cron/crontabs || exit 99
      chgrp crontab /var/spool/cron/crontabs
      maint() { "$MAINT" -C project --state state "$@"; }

      """
    let ended = try Running(
      ["/usr/bin/unshare", "-m", "/bin/sh", "-c", "cd '\(maint.folder)'\n" + before + text],
      environment: maint.environment.merging(["MAINT": Maint.executable]) { $1 }, in: maint.folder, input: "/dev/null"
    ).wait()
    if ended.exit != 99 { return ended }
    print("not tested with a user's crontab: nothing can be mounted here")
    return nil
  }

  @Test func theOtherLinesAreAsBefore() throws {
    let ended = try script(
      """
      printf 'MAILTO=me\\n# caf\\351\\n5 4 * * * true %%in%%put\\n' > mine
      crontab mine
      maint install cron --user 2>/dev/null || exit 1
      crontab -l > installed
      maint install cron --user 2>/dev/null
      crontab -l | cmp - installed || exit 2
      sed '/^# BEGIN maint/,/^# END maint/d' installed | cmp - mine || exit 3
      head -n 5 installed | grep -v maint-sum
      maint uninstall cron --user --print | head -n 1
      crontab -l | cmp - installed || exit 4
      maint uninstall cron --user
      crontab -l | cmp - mine || exit 5
      maint uninstall cron --user
      """)
    ended?.expect(
      exit: 0,
      out: """
        your crontab: written
        your crontab: as it should be, nothing was written
        # BEGIN maint: it runs the maintenance that is due. Written by 'maint install cron --user';
        # 'maint uninstall cron --user' removes it. To change it, install it again with other options.
        */5 * * * * \(Maint.executable) -C /T/project --state /T/state run --due --quiet
        # END maint
        # BEGIN maint: it runs the maintenance that is due. Written by 'maint install cron --user';
        your crontab: the lines of maint are removed
        your crontab: nothing of maint is there
        """)
  }

  @Test func aCrontabThatWasNotThereGoesAgain() throws {
    let ended = try script(
      """
      maint install cron --user 2>/dev/null
      maint uninstall cron --user
      crontab -l
      """)
    ended?.expect(exit: 1).shows("no crontab for")
  }

  @Test func linesChangedByHandStay() throws {
    let ended = try script(
      """
      maint install cron --user 2>/dev/null
      crontab -l | sed 's,^\\*/5,*/2,' > changed
      crontab changed
      maint install cron --user; echo $?
      maint uninstall cron --user; echo $?
      crontab -l | cmp - changed || exit 1
      sed '/^# END maint/d' changed | crontab -
      maint install cron --user --force; echo $?
      crontab changed
      maint install cron --user --force 2>/dev/null | tail -n 1 | cut -c1-15
      crontab changed
      maint uninstall cron --user --force
      """)
    ended?.expect(
      exit: 0,
      out: """
        your crontab: written
        74
        74
        74
          + */5 * * * *
        your crontab: the lines of maint are removed
        """
    ).shows("changed by hand", "not one '# BEGIN maint' with one '# END maint' below it")
  }

  /// `crontab -l` of Debian shows it as a backslash and an r.
  @Test func aCrontabThatCannotBeReadAsItIsStays() throws {
    let ended = try script(
      """
      printf '5 4 * * * true\\r\\n' | crontab -
      maint install cron --user 2>&1 | grep maint:
      """)
    ended?.expect(exit: 0).shows("ends in CR")
  }
}
