import { createHash } from 'node:crypto';
import { readConfig } from '../../adapters/config.ts';
import {
  asksAnsweredSince,
  asksExpired,
  asksUnsettledAt,
  listAsks,
  readAsk,
  unansweredAsks,
} from '../../adapters/dynamodb/asks.ts';
import { listCalendarLinks, readCalendarLink } from '../../adapters/dynamodb/calendar-links.ts';
import { claimsDue, claimsPaid, listClaims, readClaim } from '../../adapters/dynamodb/claims.ts';
import { commit } from '../../adapters/dynamodb/commit.ts';
import { readDigest } from '../../adapters/dynamodb/digests.ts';
import {
  allHubs,
  listRefusedAttempts,
  readEnrolment,
  readHub,
  readIdempotency,
  readPathwayGuard,
  readRefusedAttempt,
} from '../../adapters/dynamodb/enrolments.ts';
import { listEvents, markPublished, timelineOf, unpublishedEvents } from '../../adapters/dynamodb/events.ts';
import { appendToFeed, lastInFeed, readFeed } from '../../adapters/dynamodb/funding-feed.ts';
import {
  asksOf,
  claimsOf,
  listParticipations,
  participationsOf,
  peopleOf,
  readParticipation,
} from '../../adapters/dynamodb/participations.ts';
import {
  readPaymentChunk,
  readPaymentFile,
  readPaymentsUnderWay,
} from '../../adapters/dynamodb/payment-files.ts';
import { policyVersionsOf, readPolicy, readPolicyVersion } from '../../adapters/dynamodb/policies.ts';
import { readReconciliation } from '../../adapters/dynamodb/reconciliations.ts';
import { listRegisterImports, readRegisterImport } from '../../adapters/dynamodb/register-imports.ts';
import { listRejoining } from '../../adapters/dynamodb/rejoinings.ts';
import { readSchool, searchSchools } from '../../adapters/dynamodb/schools.ts';
import {
  listSpecialists,
  readCounter,
  readSpecialist,
  readTeacherGuard,
} from '../../adapters/dynamodb/specialists.ts';
import {
  allLines,
  linesOf,
  listStatements,
  readStatement,
  readStatementLine,
  statementsUnderWay,
} from '../../adapters/dynamodb/statements.ts';
import { eventOfImage } from '../../adapters/dynamodb/stream-image.ts';
import { openTable, type Table } from '../../adapters/dynamodb/table.ts';
import { listWorkGroups, readWorkGroup, sessionsOf } from '../../adapters/dynamodb/work-groups.ts';
import { newCalendarLinkId, newCalendarSecret, newWorkGroupId } from '../../adapters/ids.ts';
import { composition } from './composition.ts';
import { measureFor } from './log.ts';

/**
 * The composition root that every handler has: the verbs on the table, and each use case takes the few that its own
 * type names. What needs another service's client is in a root of its own beside this one, so that a function's bundle
 * holds the clients of what the function calls, and no others.
 */
export const deps = composition((environment) => {
  const { tableName, stage, publicUrl, explicitInstants } = readConfig(environment);
  measureFor(stage);
  const table = openTable(tableName);
  return {
    ...reading(table),
    commit: bound(table, commit),
    appendToFeed: bound(table, appendToFeed),
    unpublishedEvents: bound(table, unpublishedEvents),
    markPublished: bound(table, markPublished),
    readEventImage: eventOfImage,
    newWorkGroupId,
    newCalendarLinkId,
    newCalendarSecret,
    publicUrl(): string {
      if (!publicUrl) throw new Error('PUBLIC_URL is not set');
      return publicUrl;
    },
    takesInstants: () => explicitInstants,
    hash: (text: string) => createHash('sha256').update(text).digest('hex'),
  };
});

export type Deps = ReturnType<typeof deps>;

/** Every verb that only reads, of a table: a command at a terminal needs no more. */
export function reading(table: Table) {
  return {
    readSchool: bound(table, readSchool),
    searchSchools: bound(table, searchSchools),
    readSpecialist: bound(table, readSpecialist),
    listSpecialists: bound(table, listSpecialists),
    readTeacherGuard: bound(table, readTeacherGuard),
    readCounter: bound(table, readCounter),
    policyFor: bound(table, readPolicy),
    readPathwayGuard: bound(table, readPathwayGuard),
    readIdempotency: bound(table, readIdempotency),
    readEnrolment: bound(table, readEnrolment),
    readRefusedAttempt: bound(table, readRefusedAttempt),
    listRefusedAttempts: bound(table, listRefusedAttempts),
    readHub: bound(table, readHub),
    allHubs: bound(table, allHubs),
    readParticipation: bound(table, readParticipation),
    participationsOf: bound(table, participationsOf),
    peopleOf: bound(table, peopleOf),
    listRejoining: bound(table, listRejoining),
    sessionsOf: bound(table, sessionsOf),
    listParticipations: bound(table, listParticipations),
    asksOf: bound(table, asksOf),
    claimsOf: bound(table, claimsOf),
    timelineOf: bound(table, timelineOf),
    listEvents: bound(table, listEvents),
    readAsk: bound(table, readAsk),
    listAsks: bound(table, listAsks),
    unansweredAsks: bound(table, unansweredAsks),
    asksAnsweredSince: bound(table, asksAnsweredSince),
    asksExpired: bound(table, asksExpired),
    asksUnsettledAt: bound(table, asksUnsettledAt),
    readDigest: bound(table, readDigest),
    readCalendarLink: bound(table, readCalendarLink),
    listCalendarLinks: bound(table, listCalendarLinks),
    listClaims: bound(table, listClaims),
    readClaim: bound(table, readClaim),
    claimsDue: bound(table, claimsDue),
    claimsPaid: bound(table, claimsPaid),
    readStatement: bound(table, readStatement),
    allLines: bound(table, allLines),
    linesOf: bound(table, linesOf),
    readStatementLine: bound(table, readStatementLine),
    listStatements: bound(table, listStatements),
    statementsUnderWay: bound(table, statementsUnderWay),
    readPaymentFile: bound(table, readPaymentFile),
    readPaymentChunk: bound(table, readPaymentChunk),
    readPaymentsUnderWay: bound(table, readPaymentsUnderWay),
    readPolicyVersion: bound(table, readPolicyVersion),
    policyVersionsOf: bound(table, policyVersionsOf),
    readReconciliation: bound(table, readReconciliation),
    readRegisterImport: bound(table, readRegisterImport),
    listRegisterImports: bound(table, listRegisterImports),
    readWorkGroup: bound(table, readWorkGroup),
    listWorkGroups: bound(table, listWorkGroups),
    readFeed: bound(table, readFeed),
    lastInFeed: bound(table, lastInFeed),
  };
}

function bound<Rest extends unknown[], Result>(
  table: Table,
  verb: (table: Table, ...rest: Rest) => Result,
): (...rest: Rest) => Result {
  return (...rest) => verb(table, ...rest);
}
