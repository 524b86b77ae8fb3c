#include <sqlite3.h>

// What Swift cannot import: macros that cast, variadic functions, and methods reached through pointers to tables.

/// Binds a copy of the text; SQLITE_TRANSIENT is a cast that Swift does not import.
static inline int maint_sqlite3_bind_text(sqlite3_stmt *statement, int index, const char *text, sqlite3_uint64 length) {
  return sqlite3_bind_text64(statement, index, text, length, SQLITE_TRANSIENT, SQLITE_UTF8);
}

/// Binds a copy of the bytes. A null pointer would bind NULL, so no bytes at all are an empty zeroblob.
static inline int maint_sqlite3_bind_blob(sqlite3_stmt *statement, int index, const void *bytes,
                                          sqlite3_uint64 length) {
  if (length == 0) return sqlite3_bind_zeroblob(statement, index, 0);
  return sqlite3_bind_blob64(statement, index, bytes, length, SQLITE_TRANSIENT);
}

/// Has SQLite keep no figures of its memory, which every allocation would take a lock for. To be called before all else.
static inline int maint_sqlite3_keep_no_statistics(void) { return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }

/// sqlite3_db_config for the options that take a switch.
static inline int maint_sqlite3_db_config_switch(sqlite3 *database, int option, int on) {
  return sqlite3_db_config(database, option, on, (int *)0);
}

/// Has the write-ahead log reach the disk, and with it every transaction in it, whoever committed it: the call that
/// `PRAGMA synchronous = FULL` makes after each commit (walSync in wal.c). The first one of a new file also syncs
/// its folder. SQLITE_OK where no log is open yet, which is before the first read or write of the connection.
static inline int maint_sqlite3_sync_wal(sqlite3 *database) {
  sqlite3_file *log = 0;
  int result = sqlite3_file_control(database, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
  if (result != SQLITE_OK) return result;
  if (log == 0 || log->pMethods == 0) return SQLITE_OK;
  return log->pMethods->xSync(log, SQLITE_SYNC_NORMAL);
}

/// Reads the first bytes of the database file, before any statement and so without a lock and without files beside it.
/// A descriptor of one's own would not do: closing it drops every lock that this process has on the file.
static inline int maint_sqlite3_read_header(sqlite3 *database, void *bytes, int count) {
  sqlite3_file *file = 0;
  int result = sqlite3_file_control(database, "main", SQLITE_FCNTL_FILE_POINTER, &file);
  if (result != SQLITE_OK) return result;
  if (file == 0 || file->pMethods == 0) return SQLITE_CANTOPEN;
  return file->pMethods->xRead(file, bytes, count, 0);
}
