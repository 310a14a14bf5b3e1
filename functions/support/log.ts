import type { Instant } from '../../core/instant.ts';
import { METRICS_NAMESPACE, type MetricName, STAGE_DIMENSION } from '../../workflows/metrics.ts';

/** What a log line may carry: ids, codes, counts. People never: not names, not e-mails, not forms. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;
export type LogLevel = 'info' | 'warn' | 'error';

/** Where lines go: Lambda's own JSON logging takes objects from the console; the local host writes a file. */
export type LogSink = (level: LogLevel, line: { readonly message: string } & LogFields) => void;

let sink: LogSink = (level, line) => console[level](line);

/** Sends all lines elsewhere from now on. */
export function logTo(other: LogSink): void {
  sink = other;
}

/** Where a metric's line goes: CloudWatch reads it off the log where it stands there by itself, unwrapped. */
let metricSink = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Sends all metrics elsewhere from now on. */
export function metricsTo(other: (line: string) => void): void {
  metricSink = other;
}

let stage = 'local';

/** Which stage counts, from now on. */
export function measureFor(name: string): void {
  stage = name;
}

export const log = {
  /** A count that CloudWatch makes a metric of (its embedded metric format), at an instant of the programme's time. */
  metric(name: MetricName, count: number, at: Instant): void {
    const metrics = {
      Namespace: METRICS_NAMESPACE,
      Dimensions: [[STAGE_DIMENSION]],
      Metrics: [{ Name: name, Unit: 'Count' }],
    };
    const embedded = { Timestamp: Date.parse(at), CloudWatchMetrics: [metrics] };
    metricSink(JSON.stringify({ _aws: embedded, [STAGE_DIMENSION]: stage, [name]: count }));
  },
  info: (message: string, fields: LogFields = {}): void => sink('info', { message, ...fields }),
  warn: (message: string, fields: LogFields = {}): void => sink('warn', { message, ...fields }),
  /** An error with its name and stack, and its cause's. Messages of ours name ids only. */
  failure(message: string, error: unknown, fields: LogFields = {}): void {
    sink('error', { message, ...fields, error: describe(error) });
  },
};

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\ncaused by ${describe(error.cause)}`;
  // A validation error's message quotes what was sent; its path and code are enough to find the fault.
  const text = error.name === 'ZodError' ? 'ZodError' : (error.stack ?? error.message);
  return `${text}${cause}`;
}
