extension Schema {
  /// Incidents: what went wrong, who was at it, which runs belong to it, and what is to be learnt from it.
  static let version18 = """
    CREATE TABLE incident (
      incident INTEGER PRIMARY KEY AUTOINCREMENT,  -- its number, from 1
      title TEXT NOT NULL,  -- one line
      level TEXT NOT NULL CHECK (level = 'info' OR level = 'warning' OR level = 'critical'),
      opened_at INTEGER NOT NULL,
      opened_by TEXT NOT NULL,  -- the name of the user who logged in, as below
      opened_uid INTEGER NOT NULL,
      opened_by_run INTEGER,  -- the emergency run that opened it; NULL: a human did
      acknowledged_at INTEGER,  -- when somebody was at it; NULL: nobody has said so
      acknowledged_by TEXT,
      acknowledged_uid INTEGER,
      resolved_at INTEGER,  -- NULL: it is open
      resolved_by TEXT,
      resolved_uid INTEGER
    ) STRICT;
    CREATE INDEX incident_open ON incident (incident) WHERE resolved_at IS NULL;

    CREATE TABLE incident_note (
      -- What somebody had to say about it.
      incident INTEGER NOT NULL REFERENCES incident ON DELETE CASCADE,
      note INTEGER NOT NULL,  -- from 1
      at INTEGER NOT NULL,
      kind TEXT NOT NULL CHECK (
        kind = 'note' OR kind = 'impact' OR kind = 'cause' OR kind = 'action' OR kind = 'resolution'),
      text TEXT NOT NULL,
      noted_by TEXT NOT NULL,
      noted_uid INTEGER NOT NULL,
      PRIMARY KEY (incident, note)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE incident_run (
      -- A run that belongs to it. Refers to no run, as backup_event.
      incident INTEGER NOT NULL REFERENCES incident ON DELETE CASCADE,
      run INTEGER NOT NULL,
      linked_at INTEGER NOT NULL,
      linked_by TEXT NOT NULL,
      linked_uid INTEGER NOT NULL,
      PRIMARY KEY (incident, run)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX incident_of_run ON incident_run (run);
    CREATE INDEX message_of_run ON message (run) WHERE run IS NOT NULL;
    ALTER TABLE message ADD COLUMN incident INTEGER /* that it tells of; NULL: of none */;
    CREATE INDEX message_of_incident ON message (incident) WHERE incident IS NOT NULL;
    """
}
