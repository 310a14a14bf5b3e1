import type { HandlerPath } from './handlers.ts';

/**
 * What a function may be allowed. Receiving from a queue or from the stream is not here: it follows from the wiring,
 * which names each one's consumer.
 */
export type Grant =
  /** Get a row, and query one partition of the table itself. */
  | 'read table'
  /** Query the lists by hub and by kind. */
  | 'query lists'
  /** Query the events that still bear an outbox marker. */
  | 'query outbox'
  /** Query what still waits for a statement, or for approval. */
  | 'query due'
  /** Put rows in a transaction, and check others that a rule only read. */
  | 'commit changes'
  /** Change one attribute in place: take an outbox marker off, stamp a feed number on. */
  | 'update rows'
  /** Put events on the application's own bus. */
  | 'put events'
  /** Start an execution of one of our machines. */
  | 'start executions'
  /** Stop an execution of one of our machines. */
  | 'stop executions'
  /** Give a waiting execution its answer. */
  | 'answer executions'
  /** List the executions of our machines, and read one with its history. */
  | 'read executions'
  /** Hand mails to the service that the stage's settings name. */
  | 'send mail'
  /** Read the key with which teacher reference numbers are made unreadable. */
  | 'read teacher key';

const CHANGE: readonly Grant[] = ['read table', 'commit changes'];

/**
 * The whole of what our functions may do: handler → grants. A handler that is not listed here does not deploy,
 * and neither does a line whose handler is gone.
 */
const GRANTS: { readonly [handler: HandlerPath]: readonly Grant[] } = {
  'api/enrol': [...CHANGE, 'read teacher key'],
  'api/read-enrolment': ['read table'],
  'api/list-refused-attempts': ['read table', 'query lists'],
  'api/list-events': ['read table', 'query lists'],
  'api/list-participations': ['query lists'],
  'api/read-participation': ['read table'],
  'api/read-people': ['read table'],
  'api/withdraw': CHANGE,
  'api/defer-training': CHANGE,
  'api/declare-late': CHANGE,
  'api/restart': CHANGE,
  'api/reopen-year': CHANGE,
  'api/correct-contacts': CHANGE,
  'api/change-hub': CHANGE,
  'api/join-work-group': CHANGE,
  'api/leave-work-group': CHANGE,
  'api/change-lead': CHANGE,
  'api/record-session': CHANGE,
  'api/read-work-group': ['read table'],
  'api/list-asks': ['query lists'],
  'api/answer-ask': CHANGE,
  'api/list-hubs': ['query lists'],
  'api/search-schools': ['read table', 'query lists'],
  'api/read-school': ['read table'],
  'api/school-eligibility': ['read table'],
  'api/form-work-group': CHANGE,
  'api/list-work-groups': ['query lists'],
  'api/read-policy': ['read table'],
  'api/list-specialists': ['query lists'],
  'api/read-specialist': ['read table'],
  'api/change-specialist-school': CHANGE,
  'api/change-specialist-hub': CHANGE,
  'api/erase-specialist': CHANGE,
  'api/list-claims': ['read table', 'query lists'],
  'api/funding-events': ['read table'],
  'api/accept-payments': CHANGE,
  'api/check-payments': ['read table'],
  'api/read-payment-file': ['read table'],
  'api/hold-claim': CHANGE,
  'api/release-claim': CHANGE,
  'api/cancel-claim': CHANGE,
  'api/propose-clawback': CHANGE,
  'api/decide-clawback': CHANGE,
  'api/assurance-sample': [...CHANGE, 'query lists'],
  'api/list-statements': ['query lists'],
  'api/read-statement': CHANGE,
  'api/adjust-statement': CHANGE,
  'api/restart-statement': CHANGE,
  'api/list-executions': ['read table', 'query lists', 'read executions'],
  'api/read-execution': ['read executions'],
  'api/list-stuck-work': ['read table', 'query lists', 'query due', 'read executions'],
  'api/nudge-stuck-work': [...CHANGE, 'read executions', 'answer executions'],
  'api/list-register-imports': ['query lists'],
  'api/read-register-import': ['read table'],
  'api/create-calendar-link': ['commit changes'],
  'api/list-calendar-links': ['query lists'],
  'api/revoke-calendar-link': CHANGE,
  'api/calendar': ['read table', 'query lists'],
  'api/openapi': [],

  'steps/open-placement': ['read table'],
  'steps/await-answer': [...CHANGE, 'answer executions'],
  'steps/settle-ask': CHANGE,
  'steps/due-year': CHANGE,
  'steps/open-year': CHANGE,
  'steps/close-year': CHANGE,
  'steps/open-selection': ['read table'],
  'steps/escalate-ask': CHANGE,
  'steps/open-specialist-year': CHANGE,
  'steps/close-specialist-year': CHANGE,
  'steps/gather-lines': [...CHANGE, 'query due'],
  'steps/open-statement': CHANGE,
  'steps/await-approval': [...CHANGE, 'answer executions'],
  'steps/settle-approval': CHANGE,
  'steps/issue-lines': CHANGE,

  'events/publish-events': ['put events', 'update rows'],
  'events/start-workflow': ['start executions'],
  'events/resume-workflow': ['read table', 'answer executions'],
  'events/stop-workflow': ['stop executions'],
  'events/record-failure': CHANGE,
  'events/funding-feed': [...CHANGE, 'update rows'],
  'events/apply-payments': CHANGE,

  'jobs/digest': [...CHANGE, 'query lists', 'send mail'],
  'jobs/offer-leading': [...CHANGE, 'query lists'],
  'api/read-claim': ['read table'],
  'api/funding-summary': ['read table', 'query lists'],
  'api/propose-policy': [...CHANGE, 'query lists'],
  'api/list-policy-versions': ['read table'],
  'api/read-policy-version': ['read table', 'query lists'],
  'api/decide-policy': [...CHANGE, 'query lists'],

  'jobs/reconcile': [...CHANGE, 'query lists'],
  'jobs/open-statements': [...CHANGE, 'query due'],
  'jobs/rejoin-schools': [...CHANGE, 'query lists'],
  'jobs/sweep': [
    ...CHANGE,
    'query lists',
    'query due',
    'query outbox',
    'put events',
    'update rows',
    'read executions',
    'answer executions',
  ],
};

/** @throws Error naming every handler without a line, and every line without a handler */
export function grantsOf(handlers: Iterable<HandlerPath>): ReadonlyMap<HandlerPath, readonly Grant[]> {
  const unlisted: string[] = [];
  const granted = new Map<HandlerPath, readonly Grant[]>();
  for (const handler of handlers) {
    const grants = GRANTS[handler];
    if (grants === undefined) unlisted.push(handler);
    else granted.set(handler, grants);
  }
  const gone = Object.keys(GRANTS).filter(
    (handler) => ![...granted.keys()].some((known) => known === handler),
  );
  if (unlisted.length > 0 || gone.length > 0) {
    throw new Error(
      `infra/grants.ts and functions/ differ: no grants for [${unlisted.join(', ')}], no handler for [${gone.join(', ')}].`,
    );
  }
  return granted;
}
