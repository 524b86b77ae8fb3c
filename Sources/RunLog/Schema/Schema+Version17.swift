extension Schema {
  /// What waits for somebody's word before it begins.
  static let version17 = """
    CREATE TABLE approval (
      -- A request: that a task, just as it is now, may begin. Refers to nothing, as backup_event.
      request INTEGER PRIMARY KEY AUTOINCREMENT,  -- its number, which maint approve takes
      project TEXT NOT NULL,  -- path of the project folder, without links
      task TEXT NOT NULL,  -- its full name
      runbook TEXT NOT NULL,
      run INTEGER NOT NULL,  -- the run that asked
      requested_at INTEGER NOT NULL,
      requested_by TEXT NOT NULL,  -- the name of the user who logged in
      requested_uid INTEGER NOT NULL,
      expires_at INTEGER NOT NULL,  -- from then on it counts no more, whoever has approved it
      hash TEXT NOT NULL,  -- SHA-256 of all that is approved: the rows of approval_part
      plan TEXT NOT NULL,  -- what would be done, as the approvers were told
      outcome TEXT CHECK (outcome = 'rejected' OR outcome = 'voided' OR outcome = 'expired'),
        -- NULL: it waits, is approved or was used
      ended_at INTEGER,
      ended_by TEXT,
      ended_uid INTEGER,
      reason TEXT,  -- why it was rejected, or what changed
      used_by INTEGER,  -- the latest run that began the task by it; used up once that run has changed something
      replaced_by INTEGER  -- the request by which somebody asked anew for what was rejected; NULL: the rejection holds
    ) STRICT;
    CREATE INDEX approval_task ON approval (project, task, request);
    CREATE INDEX approval_used ON approval (used_by) WHERE used_by IS NOT NULL;
    CREATE INDEX approval_open ON approval (expires_at) WHERE outcome IS NULL;

    CREATE TABLE approval_part (
      -- What is approved, part by part, so that it can be told what changed.
      request INTEGER NOT NULL REFERENCES approval ON DELETE CASCADE,
      position INTEGER NOT NULL,
      kind TEXT NOT NULL,  -- plan, runbook, parameter, file, demand, rehearsal
      name TEXT NOT NULL,
      value TEXT NOT NULL,  -- of parameters and demands themselves, else SHA-256
      PRIMARY KEY (request, position)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE approval_demand (
      -- How many of whom must approve it; all demands must be met.
      request INTEGER NOT NULL REFERENCES approval ON DELETE CASCADE,
      demand INTEGER NOT NULL,  -- from 0
      approvers TEXT NOT NULL,  -- as written: names, with commas between them
      needed INTEGER NOT NULL,
      allows_self INTEGER NOT NULL,  -- whether who asked counts
      PRIMARY KEY (request, demand)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE approval_word (
      -- That somebody approved it: a person counts once for each demand.
      request INTEGER NOT NULL REFERENCES approval ON DELETE CASCADE,
      demand INTEGER NOT NULL,
      uid INTEGER NOT NULL,  -- of the user who logged in
      name TEXT NOT NULL,
      at INTEGER NOT NULL,
      note TEXT,
      PRIMARY KEY (request, demand, uid)
    ) STRICT, WITHOUT ROWID;

    ALTER TABLE proof ADD COLUMN changes_hash TEXT
      /* of a rehearsal: SHA-256 of what the steps of the task changed; NULL: it was not noted */;
    -- The entries about a request.
    CREATE INDEX audit_request ON audit (\(requestOfEntry)) WHERE \(isAboutRequest);
    """

  /// Of a row of `audit`, both written just so wherever the index is to be used. Quotes within a text are escaped in JSON,
  /// so this is the field; SQLite holds its own functions for JSON unsafe in a schema.
  static let isAboutRequest = #"instr(text, '"request":') > 0"#
  static let requestOfEntry = #"CAST(substr(text, instr(text, '"request":') + 10, 20) AS INTEGER)"#
}
