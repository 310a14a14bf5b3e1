import * as z from 'zod';
import {
  accreditationAnswerSchema,
  daysAnswerSchema,
  declarationAnswerSchema,
  lateDaysSchema,
  lateDeclarationSchema,
  leadingAnswerSchema,
  placementAnswerSchema,
  selectionAnswerSchema,
} from '../../core/ask.ts';
import { clawbackDecisionSchema, clawbackFormSchema, stopFormSchema } from '../../core/claim.ts';
import { enrolmentAnswerSchema, enrolmentFormSchema } from '../../core/enrolment.ts';
import { nudgeFormSchema } from '../../core/nudge.ts';
import { paymentFileIdSchema } from '../../core/payment.ts';
import { policySchema } from '../../core/policy.ts';
import { policyDecisionSchema } from '../../core/policy-version.ts';
import { progressionRequestSchema } from '../../core/progression.ts';
import { REASONS, reasonCodeSchema } from '../../core/reason.ts';
import { adjustmentFormSchema, approvalAnswerSchema } from '../../core/statement.ts';
import { workGroupFormSchema } from '../../core/work-group.ts';
import { API_BASE, ROUTES, type Route, type RouteName } from '../../workflows/routes.ts';

/** What a POST takes, by route: the very schemas that parse it. */
const BODIES: Partial<Record<RouteName, z.ZodType>> = {
  enrol: enrolmentFormSchema,
  'form-work-group': workGroupFormSchema,
  'hold-claim': stopFormSchema,
  'cancel-claim': stopFormSchema,
  'propose-clawback': clawbackFormSchema,
  'decide-clawback': clawbackDecisionSchema,
  'accept-payments': z.string(),
  'check-payments': z.string(),
  'propose-policy': policySchema,
  'decide-policy': policyDecisionSchema,
  'answer-ask': z.union([
    placementAnswerSchema,
    declarationAnswerSchema,
    progressionRequestSchema,
    selectionAnswerSchema,
    accreditationAnswerSchema,
    daysAnswerSchema,
    leadingAnswerSchema,
    approvalAnswerSchema,
  ]),
  'adjust-statement': adjustmentFormSchema,
  'declare-late': z.union([lateDeclarationSchema, lateDaysSchema]),
  'nudge-stuck-work': nudgeFormSchema,
};

/** What it answers with, where that is more than a row as it is shown. */
const ANSWERS: Partial<Record<RouteName, { status: number; schema: z.ZodType; contentType?: string }>> = {
  enrol: { status: 202, schema: enrolmentAnswerSchema },
  'form-work-group': { status: 201, schema: z.looseObject({ id: z.string() }) },
  'create-calendar-link': { status: 201, schema: z.looseObject({ id: z.string(), url: z.url() }) },
  'propose-policy': { status: 201, schema: z.looseObject({ whatIf: z.looseObject({}) }) },
  'adjust-statement': { status: 201, schema: z.looseObject({ number: z.int() }) },
  'accept-payments': { status: 202, schema: z.looseObject({ id: paymentFileIdSchema, status: z.string() }) },
  'assurance-sample': { status: 200, schema: z.string(), contentType: 'text/csv' },
  calendar: { status: 200, schema: z.string(), contentType: 'text/calendar' },
};

const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  errors: z.array(z.object({ code: reasonCodeSchema, field: z.string(), detail: z.string() })),
});

/** The description of the API, OpenAPI 3.1, made from the routes and the schemas that do the parsing. */
export function openApi() {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const name of Object.keys(ROUTES) as RouteName[]) {
    const { path, method } = ROUTES[name];
    paths[path] = { ...paths[path], [method.toLowerCase()]: operation(name, ROUTES[name]) };
  }
  const codes = Object.entries(REASONS).map(
    ([code, { status, says }]) => `- \`${code}\` (${status}): ${says}`,
  );
  return {
    openapi: '3.1.0',
    info: {
      title: 'Mastery Pathways',
      version: '1',
      description: `Errors are RFC 9457 problems; their codes are this closed list:\n\n${codes.join('\n')}`,
    },
    servers: [{ url: API_BASE }],
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: { Problem: jsonSchema(problemSchema, 'output') },
    },
  };
}

function operation(name: RouteName, { path, roles, summary, takes }: Route) {
  const body = BODIES[name];
  const { status, schema, contentType } = ANSWERS[name] ?? { status: 200, schema: z.looseObject({}) };
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => ({
    name: parameter,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const key = {
    name: 'Idempotency-Key',
    in: 'header',
    required: true,
    schema: { type: 'string', maxLength: 200 },
  };
  return {
    operationId: name,
    summary,
    security: roles.length > 0 ? [{ token: [] }] : [],
    'x-roles': roles,
    parameters: name === 'enrol' ? [...inPath, key] : inPath,
    ...(body ? { requestBody: { required: true, content: content(body, 'input', takes) } } : {}),
    responses: {
      [status]: { description: 'Done', content: content(schema, 'output', contentType) },
      default: {
        description: 'Refused: every reason, each with its code and field',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

const content = (schema: z.ZodType, io: 'input' | 'output', contentType = 'application/json') => ({
  [contentType]: { schema: jsonSchema(schema, io) },
});

/** The schema as JSON Schema, without the mark that only a whole document carries. */
function jsonSchema(schema: z.ZodType, io: 'input' | 'output') {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io, target: 'draft-2020-12' });
  return rest;
}
