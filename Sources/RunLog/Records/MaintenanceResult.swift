/// What putting the run log in order came to.
package struct MaintenanceResult: Sendable, Hashable {
  /// So many samples and means of hours became so many means; those that would.
  package var thinned = 0
  package var means = 0
  /// What was wrong with what is kept of ended runs, which was reckoned anew, or would be; nil: nothing.
  package var mended: String?
  /// Pages that belonged to nothing, or do: and whether they are free for what comes now.
  package var unusedPages = 0
  package var areTakenUp = false
  /// Pages of the write-ahead log, and how many of them were copied into the database.
  package var logPages = 0
  package var copiedPages = 0
  /// Of the database, and what of it is free for what comes.
  package var bytes = 0
  package var freeBytes = 0
}
