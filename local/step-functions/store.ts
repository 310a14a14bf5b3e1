import { createHash } from 'node:crypto';
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import type { Execution, ExecutionStatus, HistoryEvent, Run, TimerKind } from './execution.ts';
import { parseJson } from './json.ts';
import { formatVersion, schema } from './store-schema.ts';

/** The stored state is damaged. Nothing is repaired or skipped: restore a backup or start afresh. */
export class StoreCorrupted extends Error {
  override readonly name = 'StoreCorrupted';
}

export interface StoredMachine {
  arn: string;
  name: string;
  definition: string;
  roleArn: string;
  createdAt: number;
  updatedAt: number;
}

export interface DueTimer {
  id: number;
  execution: number;
  frame: number;
  kind: TimerKind;
  due: number;
}

export type TimerChange = { frame: number; kind: TimerKind; due: number | undefined };

type Row = Record<string, SQLInputValue>;
const executionColumns =
  'id, arn, machine, name, definition, role, status, input, output, error, cause, started, stopped, events';

/** The tables behind the engine. Every call is one or more prepared statements; none scans a whole table. */
export class Store {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  /** Opens the tables in a database, creating them on first use. Throws StoreCorrupted. */
  constructor(database: DatabaseSync) {
    this.#database = database;
    try {
      // The system keeps what a killed process wrote. Waiting for the disk would only matter in a power cut, and
      // cost as much again as the transitions themselves.
      database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;');
      const verdict = this.#get('PRAGMA quick_check(1)')?.quick_check;
      if (verdict !== 'ok') throw new StoreCorrupted(`The database is damaged: ${String(verdict)}`);
      database.exec(schema);
    } catch (error) {
      if (error instanceof StoreCorrupted) throw error;
      throw new StoreCorrupted(`The database cannot be read: ${String(error)}`, { cause: error });
    }
    const version = this.meta('format', formatVersion);
    if (version !== formatVersion)
      throw new StoreCorrupted(`Unknown format ${version} of the engine's tables`);
  }

  /** A value kept since the first start; `initial` is stored when there is none. */
  meta(key: string, initial: string): string {
    this.#run('INSERT OR IGNORE INTO sfn_meta VALUES (?, ?)', key, initial);
    return String(this.#get('SELECT value FROM sfn_meta WHERE key = ?', key)?.value);
  }

  /** Counts up a named counter and gives its new value. */
  count(key: string): number {
    const next = Number(this.meta(key, '0')) + 1;
    this.#run('UPDATE sfn_meta SET value = ? WHERE key = ?', String(next), key);
    return next;
  }

  /** Runs `work` as one transaction, or inside the one that is open already. */
  transaction<Result>(work: () => Result): Result {
    if (this.#database.isTransaction) return work();
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      if (this.#database.isOpen && this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  saveDefinition(text: string): string {
    const hash = createHash('sha256').update(text).digest('hex');
    this.#run('INSERT OR IGNORE INTO sfn_definitions VALUES (?, ?)', hash, text);
    return hash;
  }

  definition(hash: string): string {
    const text = this.#get('SELECT text FROM sfn_definitions WHERE hash = ?', hash)?.text;
    if (typeof text !== 'string' || createHash('sha256').update(text).digest('hex') !== hash) {
      throw new StoreCorrupted(`The stored definition ${hash} is damaged or missing`);
    }
    return text;
  }

  saveMachine(machine: StoredMachine): void {
    const { arn, name, definition, roleArn, createdAt, updatedAt } = machine;
    this.#run(
      'INSERT OR REPLACE INTO sfn_machines VALUES (?, ?, ?, ?, ?, ?)',
      ...[arn, name, definition, roleArn, createdAt, updatedAt],
    );
  }

  machine(arn: string): StoredMachine | undefined {
    const row = this.#get('SELECT * FROM sfn_machines WHERE arn = ?', arn);
    return row === undefined ? undefined : machineOf(row);
  }

  /** Machines after `after` in the order of their ARNs. */
  machines(after: string, limit: number): StoredMachine[] {
    const sql = 'SELECT * FROM sfn_machines WHERE arn > ? ORDER BY arn LIMIT ?';
    return this.#all(sql, after, limit).map(machineOf);
  }

  insertExecution(execution: Omit<Execution, 'id'>, run: Run): number {
    const text = JSON.stringify(run);
    const { arn, machineArn, name, definition, roleArn, status, input, startedAt } = execution;
    const { lastInsertRowid } = this.#statement(
      `INSERT INTO sfn_executions (arn, machine, name, definition, role, status, input, started, events, busy, run, checksum)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)`,
    ).run(
      arn,
      machineArn,
      name,
      definition,
      roleArn,
      status,
      input,
      startedAt,
      execution.events,
      text,
      crc32(text),
    );
    return Number(lastInsertRowid);
  }

  execution(id: number): Execution | undefined {
    const row = this.#get(`SELECT ${executionColumns} FROM sfn_executions WHERE id = ?`, id);
    return row === undefined ? undefined : executionOf(row);
  }

  executionByArn(arn: string): Execution | undefined {
    const row = this.#get(`SELECT ${executionColumns} FROM sfn_executions WHERE arn = ?`, arn);
    return row === undefined ? undefined : executionOf(row);
  }

  /** Newest first, from before (startedAt, id); closed ones only if closed at or after `keptSince`. */
  executions(query: {
    machineArn: string;
    status: ExecutionStatus | undefined;
    before: [number, number];
    keptSince: number;
    limit: number;
  }): Execution[] {
    const { machineArn, status, before, keptSince, limit } = query;
    const rows = this.#all(
      `SELECT ${executionColumns} FROM sfn_executions WHERE machine = ? ${status === undefined ? '' : 'AND status = ?'}
       AND (started, id) < (?, ?) AND (stopped IS NULL OR stopped >= ?) ORDER BY started DESC, id DESC LIMIT ?`,
      ...[machineArn, ...(status === undefined ? [] : [status]), ...before, keptSince, limit],
    );
    return rows.map(executionOf);
  }

  /** Where a running execution stands. Throws StoreCorrupted when its stored state is damaged. */
  run(id: number): Run {
    const row = this.#get('SELECT arn, run, checksum FROM sfn_executions WHERE id = ?', id);
    const text = row?.run;
    if (typeof text !== 'string' || crc32(text) !== row?.checksum) {
      throw new StoreCorrupted(`The stored state of execution ${String(row?.arn ?? id)} is damaged`);
    }
    return JSON.parse(text) as Run;
  }

  saveRun(id: number, run: Run, events: number, busy: boolean): void {
    const text = JSON.stringify(run);
    this.#run(
      'UPDATE sfn_executions SET run = ?, checksum = ?, events = ?, busy = ? WHERE id = ?',
      ...[text, crc32(text), events, busy ? 1 : 0, id],
    );
  }

  closeExecution(execution: Execution): void {
    const { status, output, error, cause, stoppedAt, events, id } = execution;
    this.#run(
      `UPDATE sfn_executions SET status = ?, output = ?, error = ?, cause = ?, stopped = ?, events = ?, busy = 0,
       run = NULL, checksum = 0 WHERE id = ?`,
      ...[status, output, error, cause, stoppedAt, events, id],
    );
    this.#run('DELETE FROM sfn_timers WHERE execution = ?', id);
  }

  /** Forgets at most 100 executions closed before `instant`, with their histories. */
  forgetClosedBefore(instant: number): void {
    const rows = this.#all('SELECT id FROM sfn_executions WHERE stopped < ? LIMIT 100', instant);
    for (const { id } of rows) this.forget(Number(id));
  }

  forget(id: number): void {
    this.#run('DELETE FROM sfn_events WHERE execution = ?', id);
    this.#run('DELETE FROM sfn_executions WHERE id = ?', id);
  }

  /** Executions that had something to do, or a call under way, when the process last ended. */
  busy(): number[] {
    return this.#all('SELECT id FROM sfn_executions WHERE busy = 1 ORDER BY id').map(({ id }) => Number(id));
  }

  addEvents(execution: number, events: readonly HistoryEvent[]): void {
    const insert = this.#statement('INSERT INTO sfn_events VALUES (?, ?, ?, ?, ?, ?, ?)');
    for (const { id, previousEventId, at, type, details } of events) {
      const text = details === undefined ? null : JSON.stringify(details);
      insert.run(execution, id, previousEventId, at, type, text, text === null ? 0 : crc32(text));
    }
  }

  /** Events with ids from `from` to `to` inclusive. Throws StoreCorrupted at a damaged or missing one. */
  events(execution: number, from: number, to: number): HistoryEvent[] {
    const sql = 'SELECT * FROM sfn_events WHERE execution = ? AND id BETWEEN ? AND ? ORDER BY id';
    const rows = this.#all(sql, execution, from, to);
    if (rows.length !== Math.max(0, to - from + 1)) {
      throw new StoreCorrupted(`The history of execution ${execution} has gaps`);
    }
    return rows.map((row) => {
      const text = row.details;
      if (typeof text === 'string' && crc32(text) !== row.checksum) {
        throw new StoreCorrupted(`Event ${String(row.id)} of execution ${execution} is damaged`);
      }
      return {
        id: Number(row.id),
        previousEventId: Number(row.previous),
        at: Number(row.at),
        type: String(row.type),
        details: typeof text === 'string' ? (parseJson(text) as Record<string, never>) : undefined,
      };
    });
  }

  changeTimers(execution: number, changes: Iterable<TimerChange>): void {
    for (const { frame, kind, due } of changes) {
      this.#run(
        'DELETE FROM sfn_timers WHERE execution = ? AND frame = ? AND kind = ?',
        execution,
        frame,
        kind,
      );
      if (due !== undefined) {
        const sql = 'INSERT INTO sfn_timers (execution, frame, kind, due) VALUES (?, ?, ?, ?)';
        this.#run(sql, execution, frame, kind, due);
      }
    }
  }

  nextDue(): number | undefined {
    const row = this.#get('SELECT due FROM sfn_timers ORDER BY due, id LIMIT 1');
    return row === undefined ? undefined : Number(row.due);
  }

  /** Timers due by `now`, in the order in which they fire: by instant, then by age. */
  dueTimers(now: number): DueTimer[] {
    return this.#all('SELECT * FROM sfn_timers WHERE due <= ? ORDER BY due, id', now).map((row) => ({
      id: Number(row.id),
      execution: Number(row.execution),
      frame: Number(row.frame),
      kind: String(row.kind) as TimerKind,
      due: Number(row.due),
    }));
  }

  /** Whether a timer still stands as it was read. */
  isSet({ id, execution, frame, kind, due }: DueTimer): boolean {
    const sql =
      'SELECT 1 FROM sfn_timers WHERE id = ? AND execution = ? AND frame = ? AND kind = ? AND due = ?';
    return this.#get(sql, id, execution, frame, kind, due) !== undefined;
  }

  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  #run(sql: string, ...values: SQLInputValue[]): void {
    this.#statement(sql).run(...values);
  }

  #get(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#statement(sql).get(...values) as Row | undefined;
  }

  #all(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#statement(sql).all(...values) as Row[];
  }
}

function machineOf(row: Row): StoredMachine {
  return {
    arn: String(row.arn),
    name: String(row.name),
    definition: String(row.definition),
    roleArn: String(row.role),
    createdAt: Number(row.created),
    updatedAt: Number(row.updated),
  };
}

function executionOf(row: Row): Execution {
  const text = (value: SQLInputValue | undefined) => (typeof value === 'string' ? value : null);
  return {
    id: Number(row.id),
    arn: String(row.arn),
    machineArn: String(row.machine),
    name: String(row.name),
    definition: String(row.definition),
    roleArn: String(row.role),
    status: String(row.status) as ExecutionStatus,
    input: String(row.input),
    output: text(row.output),
    error: text(row.error),
    cause: text(row.cause),
    startedAt: Number(row.started),
    stoppedAt: row.stopped === null ? null : Number(row.stopped),
    events: Number(row.events),
  };
}
