import RunLog

/// What is left of a task on the host, as it is now, and what became of it.
struct Leftovers {
  /// Processes that outlived their maint.
  var survivors: [Survivor]
  var backup: BackupFolder?
  /// What somebody restored from that backup since.
  var restores: [BackupEvent]
}
