/// What maint writes for systemd: a service and the timer that starts it.
struct SystemdUnits {
  static let service = "maint.service"
  static let timer = "maint.timer"
  /// What systemctl makes when it enables the timer, beside the units.
  static let link = "timers.target.wants/\(timer)"

  let command: StartCommand
  let interval: TickInterval
  /// As the operator gave it; nil: none.
  let randomDelay: Duration?
  /// For the manager of one user's units, who is not root as a rule.
  let isUser: Bool

  var serviceFile: String {
    OwnText.signed(
      header,
      [
        "[Unit]",
        "Description=Maintenance that is due (maint)",
      ] + (isUser ? [] : ["Wants=network-online.target", "After=network-online.target"]) + [
        "",
        "[Service]",
        "Type=oneshot",
        "ExecStart=\(command.unitText)",
        "# 75: not now, another maint is at it. 143: stopped on request, and rolled back.",
        "SuccessExitStatus=75 143",
        "# A stop reaches maint alone, which ends the running step and rolls back, however long that takes.",
        "KillMode=mixed",
        "TimeoutStartSec=infinity",
        "TimeoutStopSec=infinity",
        "# A step that runs out of memory fails and is rolled back; the run goes on.",
        "OOMPolicy=continue",
        "UMask=0022",
      ] + (isUser ? [] : hardening))
  }

  var timerFile: String {
    OwnText.signed(
      header,
      [
        "[Unit]",
        "Description=Looks whether maintenance is due (maint)",
        "",
        "[Timer]",
        "OnCalendar=\(interval.calendar)",
        "# What was missed while the host was off is looked at once after it starts.",
        "Persistent=true",
      ] + (randomDelay.map { ["RandomizedDelaySec=\($0.components.seconds)s"] } ?? []) + [
        "",
        "[Install]",
        "WantedBy=timers.target",
      ])
  }

  private var header: [String] {
    let user = isUser ? " --user" : ""
    return [
      "# Written by 'maint install systemd\(user)'; 'maint uninstall systemd\(user)' removes it. To change it, install it",
      "# again with other options, or: systemctl\(user) edit UNIT",
    ]
  }

  /// Of a user's units each of these would imply NoNewPrivileges=: systemd.exec(5).
  private var hardening: [String] {
    [
      "# Steps install packages, set clocks, load modules, clean /tmp and call sudo: ProtectSystem=, PrivateTmp=,",
      "# NoNewPrivileges= and their like would make them fail at night alone. What no step needs is taken away:",
      "KeyringMode=private",
      "LockPersonality=yes",
      "RestrictRealtime=yes",
    ]
  }
}
