import type { Page } from './page.ts';
import { addSchool } from './pages/add-school.ts';
import { adjustStatement } from './pages/adjust-statement.ts';
import { approveStatement } from './pages/approve-statement.ts';
import { ask } from './pages/ask.ts';
import { assuranceSample } from './pages/assurance-sample.ts';
import { assuranceSampleFile } from './pages/assurance-sample-file.ts';
import { auditLog } from './pages/audit-log.ts';
import { beginEnrolment } from './pages/begin-enrolment.ts';
import { calendarLinks } from './pages/calendar-links.ts';
import { cancelClaim } from './pages/cancel-claim.ts';
import { changeHub } from './pages/change-hub.ts';
import { changeLead } from './pages/change-lead.ts';
import { changeSpecialistHub } from './pages/change-specialist-hub.ts';
import { changeSpecialistSchool } from './pages/change-specialist-school.ts';
import { claim } from './pages/claim.ts';
import { claims } from './pages/claims.ts';
import { correctContacts } from './pages/correct-contacts.ts';
import { decideClawback } from './pages/decide-clawback.ts';
import { declareForGroup } from './pages/declare-for-group.ts';
import { declareLate } from './pages/declare-late.ts';
import { deferTraining } from './pages/defer-training.ts';
import { discardEnrolment } from './pages/discard-enrolment.ts';
import { enrolActivities } from './pages/enrol-activities.ts';
import { enrolCheck } from './pages/enrol-check.ts';
import { enrolPeople } from './pages/enrol-people.ts';
import { enrolStage } from './pages/enrol-stage.ts';
import { enrolTeacher } from './pages/enrol-teacher.ts';
import { enrolled } from './pages/enrolled.ts';
import { eraseSpecialist } from './pages/erase-specialist.ts';
import { formWorkGroup } from './pages/form-work-group.ts';
import { funding } from './pages/funding.ts';
import { fundingEvents } from './pages/funding-events.ts';
import { holdClaim } from './pages/hold-claim.ts';
import { home } from './pages/home.ts';
import { participation } from './pages/participation.ts';
import { participations } from './pages/participations.ts';
import { paymentFile } from './pages/payment-file.ts';
import { payments } from './pages/payments.ts';
import { policies } from './pages/policies.ts';
import { policy } from './pages/policy.ts';
import { policyVersion } from './pages/policy-version.ts';
import { progression } from './pages/progression.ts';
import { proposeClawback } from './pages/propose-clawback.ts';
import { proposePolicy } from './pages/propose-policy.ts';
import { recordSession } from './pages/record-session.ts';
import { refusedAttempts } from './pages/refused-attempts.ts';
import { registerImport } from './pages/register-import.ts';
import { registerImports } from './pages/register-imports.ts';
import { releaseClaim } from './pages/release-claim.ts';
import { reopenYear } from './pages/reopen-year.ts';
import { restart } from './pages/restart.ts';
import { restartStatement } from './pages/restart-statement.ts';
import { school } from './pages/school.ts';
import { schoolSuggestions } from './pages/school-suggestions.ts';
import { schools } from './pages/schools.ts';
import { specialist } from './pages/specialist.ts';
import { specialists } from './pages/specialists.ts';
import { statement } from './pages/statement.ts';
import { statementFile } from './pages/statement-file.ts';
import { statements } from './pages/statements.ts';
import { stuckWork } from './pages/stuck-work.ts';
import { withdraw } from './pages/withdraw.ts';
import { workGroup } from './pages/work-group.ts';
import { workGroups } from './pages/work-groups.ts';
import { workflow } from './pages/workflow.ts';
import { workflows } from './pages/workflows.ts';
import type { PageName } from './routes.ts';

/** Every page by its name in the route map; the compiler keeps the two together. */
export const PAGES_BY_NAME: Readonly<Record<PageName, Page>> = {
  home,
  schools,
  'school-suggestions': schoolSuggestions,
  school,
  'begin-enrolment': beginEnrolment,
  'enrol-stage': enrolStage,
  'enrol-people': enrolPeople,
  'enrol-activities': enrolActivities,
  'discard-enrolment': discardEnrolment,
  'enrol-check': enrolCheck,
  enrolled,
  'enrol-teacher': enrolTeacher,
  specialists,
  specialist,
  'change-specialist-school': changeSpecialistSchool,
  'defer-training': deferTraining,
  'declare-for-group': declareForGroup,
  'add-school': addSchool,
  'change-lead': changeLead,
  progression,
  'calendar-links': calendarLinks,
  participations,
  participation,
  withdraw,
  restart,
  ask,
  'work-groups': workGroups,
  'form-work-group': formWorkGroup,
  'work-group': workGroup,
  'record-session': recordSession,
  claims,
  'funding-events': fundingEvents,
  'adjust-statement': adjustStatement,
  'approve-statement': approveStatement,
  'assurance-sample': assuranceSample,
  'assurance-sample-file': assuranceSampleFile,
  'cancel-claim': cancelClaim,
  claim,
  'decide-clawback': decideClawback,
  funding,
  'hold-claim': holdClaim,
  'payment-file': paymentFile,
  payments,
  policies,
  policy,
  'policy-version': policyVersion,
  'propose-clawback': proposeClawback,
  'propose-policy': proposePolicy,
  'refused-attempts': refusedAttempts,
  'release-claim': releaseClaim,
  'restart-statement': restartStatement,
  statement,
  'statement-file': statementFile,
  statements,
  'audit-log': auditLog,
  'change-hub': changeHub,
  'change-specialist-hub': changeSpecialistHub,
  'correct-contacts': correctContacts,
  'declare-late': declareLate,
  'erase-specialist': eraseSpecialist,
  'register-import': registerImport,
  'register-imports': registerImports,
  'reopen-year': reopenYear,
  'stuck-work': stuckWork,
  workflows,
  workflow,
};
