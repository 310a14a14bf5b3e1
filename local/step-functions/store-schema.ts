/** Goes up when a database of an older engine can no longer be read. */
export const formatVersion = '1';
/**
 * `run` is where an execution stands, `busy` whether it had something to do when it was stored. Timers are found by
 * their instant and, at equal instants, by age; nothing is ever looked up by going through a table.
 */
export const schema = `
CREATE TABLE IF NOT EXISTS sfn_meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sfn_definitions (hash TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sfn_machines (
  arn TEXT PRIMARY KEY, name TEXT NOT NULL, definition TEXT NOT NULL, role TEXT NOT NULL,
  created INTEGER NOT NULL, updated INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sfn_executions (
  id INTEGER PRIMARY KEY AUTOINCREMENT, arn TEXT NOT NULL UNIQUE, machine TEXT NOT NULL, name TEXT NOT NULL,
  definition TEXT NOT NULL, role TEXT NOT NULL, status TEXT NOT NULL, input TEXT NOT NULL, output TEXT,
  error TEXT, cause TEXT, started INTEGER NOT NULL, stopped INTEGER, events INTEGER NOT NULL,
  busy INTEGER NOT NULL, run TEXT, checksum INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS sfn_executions_listed ON sfn_executions (machine, started, id);
CREATE INDEX IF NOT EXISTS sfn_executions_status ON sfn_executions (machine, status, started, id);
CREATE INDEX IF NOT EXISTS sfn_executions_busy ON sfn_executions (id) WHERE busy = 1;
CREATE INDEX IF NOT EXISTS sfn_executions_stopped ON sfn_executions (stopped) WHERE stopped IS NOT NULL;
CREATE TABLE IF NOT EXISTS sfn_events (
  execution INTEGER NOT NULL, id INTEGER NOT NULL, previous INTEGER NOT NULL, at INTEGER NOT NULL,
  type TEXT NOT NULL, details TEXT, checksum INTEGER NOT NULL, PRIMARY KEY (execution, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sfn_timers (
  id INTEGER PRIMARY KEY, execution INTEGER NOT NULL, frame INTEGER NOT NULL,
  kind TEXT NOT NULL, due INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS sfn_timers_due ON sfn_timers (due, id);
CREATE INDEX IF NOT EXISTS sfn_timers_frame ON sfn_timers (execution, frame, kind);
`;
