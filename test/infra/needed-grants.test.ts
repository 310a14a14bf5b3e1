import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { BusDeps } from '../../functions/support/bus-deps.ts';
import type { Deps } from '../../functions/support/deps.ts';
import type { ExecutionDeps } from '../../functions/support/execution-deps.ts';
import type { MailDeps } from '../../functions/support/mail-deps.ts';
import type { TeacherDeps } from '../../functions/support/teacher-deps.ts';
import { type Grant, grantsOf } from '../../infra/grants.ts';
import { findHandlers } from '../../infra/handlers.ts';

const FUNCTIONS = fileURLToPath(new URL('../../functions', import.meta.url));

type Verb = keyof Deps | keyof BusDeps | keyof ExecutionDeps | keyof MailDeps | keyof TeacherDeps;

/** What each verb of the composition roots does to the table, the bus and the machines. The compiler keeps it whole. */
const GRANTS_FOR: Record<Verb, readonly Grant[]> = {
  readSchool: ['read table'],
  searchSchools: ['read table', 'query lists'],
  readSpecialist: ['read table'],
  listSpecialists: ['query lists'],
  policyFor: ['read table'],
  readPathwayGuard: ['read table'],
  readIdempotency: ['read table'],
  readEnrolment: ['read table'],
  readRefusedAttempt: ['read table'],
  listRefusedAttempts: ['query lists'],
  readParticipation: ['read table'],
  listParticipations: ['query lists'],
  asksOf: ['read table'],
  claimsOf: ['read table'],
  timelineOf: ['read table'],
  listEvents: ['query lists'],
  readAsk: ['read table'],
  listAsks: ['query lists'],
  listClaims: ['query lists'],
  readWorkGroup: ['read table'],
  listWorkGroups: ['query lists'],
  readFeed: ['read table'],
  lastInFeed: ['read table'],
  commit: ['commit changes'],
  appendToFeed: ['read table', 'commit changes', 'update rows'],
  unpublishedEvents: ['query outbox'],
  markPublished: ['update rows'],
  readEventImage: [],
  putEvents: ['put events'],
  startExecution: ['start executions'],
  stopExecution: ['stop executions'],
  participationsOf: ['read table'],
  peopleOf: ['read table'],
  sessionsOf: ['read table'],
  readHub: ['read table'],
  allHubs: ['query lists'],
  listRejoining: ['query lists'],
  unansweredAsks: ['query lists'],
  asksAnsweredSince: ['query lists'],
  asksExpired: ['query lists'],
  asksUnsettledAt: ['query lists'],
  readDigest: ['read table'],
  readCalendarLink: ['read table'],
  listCalendarLinks: ['query lists'],
  newCalendarLinkId: [],
  newCalendarSecret: [],
  publicUrl: [],
  takesInstants: [],
  sendMail: ['send mail'],
  adminMailbox: [],
  listExecutions: ['read executions'],
  readExecution: ['read executions'],
  runningExecutions: ['read executions'],
  isRunning: ['read executions'],
  ring: ['answer executions'],
  newWorkGroupId: [],
  hash: [],
  readTeacherGuard: ['read table'],
  readCounter: ['read table'],
  hmacOfTrn: ['read teacher key'],
  readClaim: ['read table'],
  claimsDue: ['query due'],
  readStatement: ['read table'],
  allLines: ['query lists'],
  linesOf: ['read table'],
  readStatementLine: ['read table'],
  listStatements: ['query lists'],
  statementsUnderWay: ['query due'],
  readPaymentFile: ['read table'],
  readPaymentChunk: ['read table'],
  readPaymentsUnderWay: ['read table'],
  claimsPaid: ['query lists'],
  readPolicyVersion: ['read table'],
  policyVersionsOf: ['read table'],
  readReconciliation: ['read table'],
  readRegisterImport: ['read table'],
  listRegisterImports: ['query lists'],
};

describe('the grants of a function', () => {
  const granted = grantsOf(findHandlers(FUNCTIONS));

  it.each([...granted.keys()])('are what the verbs of %s need, no more and no less', (handler) => {
    const verbs = verbsIn(resolve(FUNCTIONS, `${handler}.ts`));
    const needed = [...verbs].flatMap((verb) => GRANTS_FOR[verb]);
    expect(new Set(granted.get(handler))).toEqual(new Set(needed));
  });
});

/** The verbs that a handler names, itself or in a use case that it imports, and those that they import. */
function verbsIn(file: string, seen: Set<string> = new Set()): ReadonlySet<Verb> {
  if (seen.has(file)) return new Set();
  seen.add(file);
  const code = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
  const named = verbs.filter((verb) => new RegExp(`\\b${verb}\\b`).test(code));
  const imported = [...code.matchAll(/^import (?!type ).*? from '([^']*\/use-cases\/[^']+|\.\/[^']+)';$/gms)];
  const further = imported.flatMap(([, path = '']) => [...verbsIn(resolve(dirname(file), path), seen)]);
  return new Set([...named, ...further]);
}

const verbs = Object.keys(GRANTS_FOR).filter((verb): verb is Verb => verb in GRANTS_FOR);
