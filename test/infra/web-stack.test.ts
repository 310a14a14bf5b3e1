import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { readStageSettings } from '../../infra/stage-settings.ts';
import { API_BASE, ROUTES, type Route } from '../../workflows/routes.ts';
import { findings } from './findings.ts';
import { roleStatements } from './statements.ts';
import { stagesWith, synthesize } from './synthesize.ts';
import { legible, referenced, resourcesOf } from './template.ts';

const ROUTE = z.object({
  RouteKey: z.string(),
  AuthorizationType: z.string(),
  AuthorizerId: z.unknown().optional(),
  Target: z.unknown(),
});
const STAGE = z.object({
  DefaultRouteSettings: z.object({ ThrottlingRateLimit: z.number() }),
  AccessLogSettings: z.object({ Format: z.string() }),
});
const CLIENT = z.looseObject({
  ClientName: z.string().optional(),
  ExplicitAuthFlows: z.array(z.string()).optional(),
  AllowedOAuthScopes: z.array(z.unknown()).optional(),
});
const STAGES = ['sandbox', 'staging', 'production'] as const;

const { web, entrance } = synthesize('sandbox');
const routes = resourcesOf(web, 'AWS::ApiGatewayV2::Route').map(({ properties }) => ROUTE.parse(properties));

describe('the HTTP API', () => {
  it('has the routes of the programme, and the pages for every other address', () => {
    const declared = Object.values<Route>(ROUTES).map(({ method, path }) => `${method} ${API_BASE}${path}`);
    expect(routes.map(({ RouteKey }) => RouteKey).sort()).toEqual([...declared, '$default'].sort());
  });

  it('asks for a token wherever a route has roles, and nowhere else', () => {
    const open = routes.filter(({ AuthorizationType }) => AuthorizationType === 'NONE');
    const declared = Object.values<Route>(ROUTES).filter(({ roles }) => roles.length === 0);
    expect(open.map(({ RouteKey }) => RouteKey).sort()).toEqual(
      ['$default', ...declared.map(({ method, path }) => `${method} ${API_BASE}${path}`)].sort(),
    );
    const [authorizer] = resourcesOf(web, 'AWS::ApiGatewayV2::Authorizer');
    for (const route of routes.filter((each) => !open.includes(each))) {
      expect(referenced(route.AuthorizerId), route.RouteKey).toBe(authorizer?.id);
    }
  });

  it('answers each route with the function of its name, which lets the API call it for that route alone', () => {
    for (const [name, { method, path }] of Object.entries<Route>(ROUTES)) {
      const route = routes.find(({ RouteKey }) => RouteKey === `${method} ${API_BASE}${path}`);
      const [, id = ''] = /<(.*)>/.exec(legible(route?.Target)) ?? [];
      const integration = web.Resources[id]?.Properties;
      const called = legible(integration?.['IntegrationUri']);
      expect(called, name).toContain(`Handlersapi${name.replaceAll('-', '')}Live`);
      const permitted = resourcesOf(web, 'AWS::Lambda::Permission').filter(
        ({ properties }) => legible(properties['FunctionName']) === called,
      );
      expect(
        permitted.map(({ properties }) => legible(properties['SourceArn'])),
        name,
      ).toEqual([
        expect.stringMatching(new RegExp(`/\\*/${method}${API_BASE}${path.replace(/[{}]/g, '.')}$`)),
      ]);
    }
  });

  it('is throttled, and logs requests without addresses, callers or tokens', () => {
    const [stage] = resourcesOf(web, 'AWS::ApiGatewayV2::Stage').map(({ properties }) =>
      STAGE.parse(properties),
    );
    expect(stage?.DefaultRouteSettings.ThrottlingRateLimit).toBe(50);
    expect(stage?.AccessLogSettings.Format).not.toMatch(
      /path|query|header|identity|sourceIp|claims|principal|userAgent/i,
    );
  });

  it.each(STAGES)('of %s lets no other origin in from a browser', (stage) => {
    const [made] = resourcesOf(synthesize(stage).entrance, 'AWS::ApiGatewayV2::Api');
    expect(made?.properties['CorsConfiguration']).toBeUndefined();
  });

  it('takes tokens of our own clients only', () => {
    const [authorizer] = resourcesOf(web, 'AWS::ApiGatewayV2::Authorizer');
    const { Audience } = z
      .object({ JwtConfiguration: z.object({ Audience: z.array(z.unknown()) }) })
      .parse(authorizer?.properties).JwtConfiguration;
    expect(Audience).toHaveLength(resourcesOf(entrance, 'AWS::Cognito::UserPoolClient').length);
  });
});

describe('the stacks that the world meets', () => {
  it.each(STAGES)('need no custom resource and no nested stack in %s', (stage) => {
    const made = synthesize(stage);
    const types = [made.entrance, made.web]
      .flatMap(({ Resources }) => Object.values(Resources))
      .map(({ Type }) => Type);
    expect(types.filter((type) => /^(Custom::|AWS::CloudFormation::)/.test(type))).toEqual([]);
  });

  it('let the pages read their own secret, and touch nothing else of ours', () => {
    const granted = roleStatements(web).flatMap(({ actions, resources }) =>
      actions.map((action) => `${action} on ${resources.join(' ')}`),
    );
    expect(granted.filter((grant) => !/^(xray:|logs:)/.test(grant))).toEqual([
      expect.stringMatching(/^secretsmanager:GetSecretValue on <PagesSession\w+>$/),
    ]);
  });

  it('on an emulator do without Cognito’s pages, a second factor and tags', () => {
    const emulated = synthesize('sandbox', undefined, {}, true).entrance;
    const types = Object.values(emulated.Resources).map(({ Type }) => Type);
    expect(types.filter((type) => /Domain|Branding/.test(type))).toEqual([]);
    expect(resourcesOf(emulated, 'AWS::Cognito::UserPool')[0]?.properties).toMatchObject({
      MfaConfiguration: 'OFF',
    });
    expect(JSON.stringify(emulated)).not.toContain('"Tags"');
  });
});

describe('the user pool', () => {
  it.each(STAGES)(
    'of %s is filled by admins only, and wants a second factor that is no text message',
    (stage) => {
      const [pool] = resourcesOf(synthesize(stage).entrance, 'AWS::Cognito::UserPool');
      expect(pool?.properties).toMatchObject({
        AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
        MfaConfiguration: 'ON',
        EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
        UserPoolTier: 'PLUS',
        UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' },
        DeletionProtection: stage === 'sandbox' ? 'INACTIVE' : 'ACTIVE',
      });
      expect(pool?.deletionPolicy).toBe(stage === 'sandbox' ? 'Delete' : 'Retain');
    },
  );

  it('has a group for each of the forty hubs, for finance and for admins', () => {
    const groups = resourcesOf(entrance, 'AWS::Cognito::UserPoolGroup').map(
      ({ properties }) => properties['GroupName'],
    );
    expect(groups).toHaveLength(42);
    expect(groups).toEqual(expect.arrayContaining(['admin', 'finance', 'hub-origin']));
  });

  it('gives the pages tokens of an hour by code alone, with which nobody can write an attribute of theirs', () => {
    expect(clientsOf('production')).toEqual([
      expect.objectContaining({
        AllowedOAuthFlows: ['code'],
        AllowedOAuthScopes: ['openid', 'profile'],
        AccessTokenValidity: 60,
        RefreshTokenValidity: 720,
        EnableTokenRevocation: true,
        PreventUserExistenceErrors: 'ENABLED',
      }),
    ]);
  });

  it('lets nobody in with a bare password in production', () => {
    const flows = clientsOf('production').flatMap(({ ExplicitAuthFlows = [] }) => ExplicitAuthFlows);
    expect(flows.filter((flow) => /PASSWORD/.test(flow))).toEqual([]);
    expect(JSON.stringify(clientsOf('sandbox'))).toContain('ALLOW_ADMIN_USER_PASSWORD_AUTH');
  });

  it('gives a program the one scope that is its role, and no other way in', () => {
    const clients = clientsOf('sandbox', { machineClients: { 'payers-ledger': 'finance' } });
    const ledger = clients.find(({ ClientName }) => ClientName === 'payers-ledger');
    expect(ledger).toMatchObject({ AllowedOAuthFlows: ['client_credentials'], GenerateSecret: true });
    expect(JSON.stringify(ledger?.AllowedOAuthScopes)).toContain('/finance');
    expect(ledger?.AllowedOAuthScopes).toHaveLength(1);
  });
});

const certificate = (region: string) =>
  `arn:aws:acm:${region}:111122223333:certificate/11111111-2222-4333-8444-555555555555`;
const EDGE = {
  origin: { name: 'origin.hubs.example', certificateArn: certificate('eu-west-2') },
  clientCertificateArn: certificate('us-east-1'),
  truststoreUri: 's3://authorities/cloudfront.pem',
};

describe('a stage with a domain of its own', () => {
  const domain = { name: 'pathways.hubs.example', certificateArn: certificate('eu-west-2') };

  it('is found there, and no longer at the address that AWS gives an API', () => {
    const made = synthesize('sandbox', undefined, { domain });
    const [shell] = resourcesOf(made.entrance, 'AWS::ApiGatewayV2::Api');
    expect(shell?.properties['DisableExecuteApiEndpoint']).toBe(true);
    expect(resourcesOf(made.web, 'AWS::ApiGatewayV2::DomainName')[0]?.properties['DomainName']).toBe(
      domain.name,
    );
    const [digest] = resourcesOf(made.pipeline, 'AWS::Lambda::Function').filter(
      ({ properties }) => properties['Description'] === 'functions/jobs/digest.ts',
    );
    expect(digest?.properties['Environment']).toMatchObject({
      Variables: { PUBLIC_URL: `https://${domain.name}` },
    });
  });
});

describe('a stage with an edge', () => {
  const made = synthesize('staging', undefined, {
    domain: { name: 'pathways.hubs.example', certificateArn: certificate('us-east-1') },
    edge: EDGE,
  });
  const { edge } = made.stacks;
  if (edge === undefined) throw new Error('no edge was made');
  const template = made.templateOf(edge.stackName);

  it('lets nobody past CloudFront: its own name asks for CloudFront’s certificate, and AWS’s is closed', () => {
    const [name] = resourcesOf(made.web, 'AWS::ApiGatewayV2::DomainName');
    expect(name?.properties).toMatchObject({
      DomainName: EDGE.origin.name,
      MutualTlsAuthentication: { TruststoreUri: EDGE.truststoreUri },
    });
    const [shell] = resourcesOf(made.entrance, 'AWS::ApiGatewayV2::Api');
    expect(shell?.properties['DisableExecuteApiEndpoint']).toBe(true);
    expect(JSON.stringify(template)).toContain(`"ClientCertificateArn":"${EDGE.clientCertificateArn}"`);
  });

  it('stands in us-east-1, behind a firewall, and keeps no answer but assets', () => {
    expect(edge.region).toBe('us-east-1');
    expect(resourcesOf(template, 'AWS::WAFv2::WebACL')).toHaveLength(1);
    expect(JSON.stringify(template)).toContain('"PathPattern":"/assets/*"');
  });

  it('has nothing in it that cdk-nag finds and nobody explained', () => {
    expect(findings(made.app)).toEqual([]);
  });
});

describe('the settings refuse', () => {
  it.each([
    ['explicit instants in production', 'production', { explicitInstants: true }],
    ['an edge without a domain', 'sandbox', { edge: EDGE }],
    ['a program in a role that is none', 'sandbox', { machineClients: { ledger: 'root' } }],
  ])('%s', (_, stage, changes) => {
    const context: Record<string, unknown> = { stage, stages: stagesWith(stage, changes) };
    expect(() => readStageSettings((key) => context[key], undefined)).toThrow();
  });
});

function clientsOf(stage: string, changes?: Readonly<Record<string, unknown>>) {
  const made = synthesize(stage, undefined, changes).entrance;
  return resourcesOf(made, 'AWS::Cognito::UserPoolClient').map(({ properties }) => CLIENT.parse(properties));
}
