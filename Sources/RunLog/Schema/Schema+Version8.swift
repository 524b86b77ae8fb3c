extension Schema {
  /// The seal of a backup is itself known: who changes a file and its line alike is found out.
  static let version8 = """
    ALTER TABLE task ADD COLUMN seal_checksum TEXT;  -- SHA-256 of the list that completes its backup; NULL: none was made
    """
}
