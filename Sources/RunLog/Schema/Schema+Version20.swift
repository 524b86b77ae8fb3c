extension Schema {
  /// Whose a message is, where two projects have one run log: a channel of the same name may lead to other people. And which
  /// projects have runs in it, found without a look at each.
  static let version20 = """
    ALTER TABLE message ADD COLUMN project TEXT NOT NULL DEFAULT ''
      /* path of the project folder; empty: of none, or of a log before this: whoever has its channels delivers it */;
    CREATE INDEX message_project ON message (project);
    CREATE INDEX run_project ON run (project);
    """
}
