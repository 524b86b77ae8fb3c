import RunLog

/// What is left of a task on the host, as it is now.
struct Leftovers {
  /// Processes that outlived their maint.
  var survivors: [Survivor]
  var backup: BackupFolder?
}
