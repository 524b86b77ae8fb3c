/// What maint writes for cron: crontab(5).
struct CronTable {
  /// cron reads no longer command: MAX_COMMAND in its cron.h, one byte of which ends the text.
  static let longestCommand = 999

  let command: StartCommand
  let interval: TickInterval

  /// The file in `/etc/cron.d`.
  var file: String {
    OwnText.signed(
      [
        "# Starts maint, which runs the maintenance that is due. Written by 'maint install cron'; 'maint uninstall cron'",
        "# removes it. To change it, install it again with other options.",
      ],
      [
        "SHELL=/bin/sh",
        "PATH=\(HostEnvironment.path)",
        "# Who gets what a run prints, which is nothing unless something went wrong.",
        "MAILTO=root",
        "\(interval.cronFields) root \(command.cronText)",
      ])
  }

  /// The lines in a user's crontab. No settings: they would govern all that stands below, too.
  var block: String {
    OwnText.signed(
      [
        "\(UserCrontab.begin): it runs the maintenance that is due. Written by 'maint install cron --user';",
        "# 'maint uninstall cron --user' removes it. To change it, install it again with other options.",
      ], ["\(interval.cronFields) \(command.cronText)", UserCrontab.end])
  }
}
