#ifndef RAPPORT_CSQLITE_SHIM_H
#define RAPPORT_CSQLITE_SHIM_H

#include <sqlite3.h>

// Swift cannot call variadic C functions.

static inline int rapport_sqlite_set_flag(sqlite3 *db, int option, int on) {
  return sqlite3_db_config(db, option, on, (int *)0);
}

/// Lets each connection take the memory of its first pages in one block of so many bytes; to be
/// called before the first connection is opened.
static inline int rapport_sqlite_set_page_block(int bytes) {
  return sqlite3_config(SQLITE_CONFIG_PAGECACHE, (void *)0, 0, -(bytes / 1024));
}

// SQLITE_TRANSIENT and SQLITE_STATIC are cast macros, which Swift does not see.

static inline int rapport_sqlite_bind_text(sqlite3_stmt *stmt, int index, const char *text,
                                           int bytes) {
  return sqlite3_bind_text(stmt, index, text, bytes, SQLITE_TRANSIENT);
}

static inline int rapport_sqlite_bind_blob(sqlite3_stmt *stmt, int index, const void *blob,
                                           sqlite3_uint64 bytes) {
  return sqlite3_bind_blob64(stmt, index, blob, bytes, SQLITE_TRANSIENT);
}

#endif
