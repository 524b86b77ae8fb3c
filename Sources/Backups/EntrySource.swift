/// Entries in the order of `Entry.isOrdered`, one at a time: a manifest being read, or a tree being walked.
protocol EntrySource: AnyObject {
  func next() throws(BackupFailure) -> Entry?
}
