extension Schema {
  /// The outbox: what is told to people, written together with what it tells of, sent after it.
  static let version16 = """
    CREATE TABLE message (
      message INTEGER PRIMARY KEY AUTOINCREMENT,  -- its number, which maint ack takes
      key TEXT NOT NULL UNIQUE,  -- names the event: it goes along with each delivery, so that a receiver counts it once
      at INTEGER NOT NULL,
      level TEXT NOT NULL CHECK (level = 'info' OR level = 'warning' OR level = 'critical'),
      kind TEXT NOT NULL CHECK (
        kind = 'maintenance_notifications' OR kind = 'progress_updates' OR kind = 'completion_notifications' OR
        kind = 'issue_escalation'),
      run INTEGER,
      outcome TEXT,  -- of the run or the tasks that it tells of
      subject TEXT NOT NULL,  -- one line
      text TEXT NOT NULL,
      head TEXT NOT NULL,  -- the newest hash of the audit chain when it was written
      escalates INTEGER,  -- the first message of those that tell the same to ever more people, which this one is not
      waits_for_word INTEGER NOT NULL,  -- 1: others are told too, unless somebody acknowledges it
      acknowledged_at INTEGER,
      acknowledged_by TEXT,
      note TEXT  -- of who acknowledged it
    ) STRICT;
    CREATE INDEX message_escalates ON message (escalates) WHERE escalates IS NOT NULL;
    CREATE INDEX message_waits_for_word ON message (at) WHERE waits_for_word = 1;

    CREATE TABLE message_task (
      -- The tasks that a message tells of, which fail or are well again.
      message INTEGER NOT NULL REFERENCES message ON DELETE CASCADE,
      position INTEGER NOT NULL,
      task TEXT NOT NULL,
      level TEXT NOT NULL CHECK (level = 'info' OR level = 'warning' OR level = 'critical'),
      since INTEGER NOT NULL,  -- it failed first
      well_at INTEGER,  -- NULL: it fails
      text TEXT NOT NULL,
      PRIMARY KEY (message, position)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX message_task_of_task ON message_task (task, since);

    CREATE TABLE delivery (
      -- A message on its way through a channel. What a channel has to deliver goes out in the order of its messages.
      message INTEGER NOT NULL REFERENCES message ON DELETE CASCADE,
      channel TEXT NOT NULL,  -- its name in maintenance_coordination
      attempts INTEGER NOT NULL DEFAULT 0,
      first_at INTEGER,  -- of the first attempt
      tried_at INTEGER,  -- the last attempt; by a clock that shows less now, it was set back
      next_at INTEGER NOT NULL,  -- not tried again before; of no meaning before the first attempt and after the end
      taken INTEGER NOT NULL DEFAULT 0,  -- 1: some of its recipients have it: the others wait, and hold nothing up
      outcome TEXT CHECK (outcome = 'sent' OR outcome = 'given_up'),  -- NULL: it waits
      ended_at INTEGER,
      error TEXT,  -- why the last attempt failed; once sent: which recipients it was refused for
      PRIMARY KEY (channel, message)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX delivery_of_message ON delivery (message);
    CREATE INDEX delivery_waiting ON delivery (channel, message) WHERE outcome IS NULL AND taken = 0;
    CREATE INDEX delivery_of_rest ON delivery (next_at) WHERE outcome IS NULL AND taken = 1;
    CREATE INDEX delivery_refused ON delivery (ended_at) WHERE outcome = 'sent' AND error IS NOT NULL;
    CREATE INDEX delivery_given_up ON delivery (ended_at) WHERE outcome = 'given_up';

    CREATE TABLE recipient (
      -- Of a mail, an address that it is not sent to again.
      channel TEXT NOT NULL,
      message INTEGER NOT NULL,
      address TEXT NOT NULL,
      refusal TEXT,  -- why the server will never take it for the address; NULL: it has taken it
      PRIMARY KEY (channel, message, address),
      FOREIGN KEY (channel, message) REFERENCES delivery ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE failing (
      -- The tasks whose last try failed: what people are told of once, reminded of, and told when it is over.
      task TEXT PRIMARY KEY,
      run INTEGER NOT NULL,  -- of the last try
      since INTEGER NOT NULL,  -- it failed first
      outcome TEXT NOT NULL,  -- of the last try
      cleanup_failed INTEGER NOT NULL,
      reason TEXT,
      level TEXT NOT NULL CHECK (level = 'info' OR level = 'warning' OR level = 'critical'),
      told_at INTEGER,  -- NULL: nobody was told
      message INTEGER,  -- that told it last
      acknowledged INTEGER NOT NULL DEFAULT 0  -- 1: nobody is reminded
    ) STRICT, WITHOUT ROWID;
    """
}
