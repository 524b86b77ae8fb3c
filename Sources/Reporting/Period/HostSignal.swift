/// Samples of shipped runbooks of which one value means that somebody has something to do.
package enum HostSignal: String, CaseIterable, Sendable {
  case rebootPending = "maint_reboot_pending"
  case raidDegraded = "maint_raid_degraded"
  case unreadableSectors = "maint_disk_unreadable_sectors"
  case memoryErrors = "maint_memory_uncorrected_errors"
  case clock = "maint_clock_synchronised"
  case holes = "maint_holes_fixable"
  case failover = "maint_failover_ready"
  case dormantAccounts = "maint_access_dormant"

  /// Whether a value asks for somebody.
  func isRaised(by value: Double) -> Bool {
    switch self {
    case .clock, .failover: value == 0
    case .rebootPending, .raidDegraded, .unreadableSectors, .memoryErrors, .holes, .dormantAccounts: value > 0
    }
  }

  var advice: String {
    switch self {
    case .rebootPending: "a restart of the host is pending: choose a window for it"
    case .raidDegraded: "an array of disks has lost its redundancy: replace what is broken now"
    case .unreadableSectors: "a disk has sectors that cannot be read: have a new one ready"
    case .memoryErrors: "memory had errors that could not be corrected: replace the module"
    case .clock: "the clock is not synchronised: windows and logs depend on it"
    case .holes: "installed packages have holes that an update closes"
    case .failover: "the standby is not ready to take over"
    case .dormantAccounts: "accounts are not used any more: lock them"
    }
  }
}
