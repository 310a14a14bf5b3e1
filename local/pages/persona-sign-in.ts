import { fileURLToPath } from 'node:url';
import { hubCodeSchema } from '../../core/codes.ts';
import { formIn } from '../../web/form.ts';
import { safeReturn } from '../../web/protection.ts';
import type { SignedIn, SignIn } from '../../web/sign-in.ts';
import { issueToken, type TokenRequest, tokenRequestSchema } from '../http/sign-in.ts';

/** A sample account: nobody has it, so anybody on this machine may. */
interface Persona {
  readonly name: string;
  readonly does: string;
  readonly account: Pick<TokenRequest, 'role' | 'user'> & { readonly hub?: string };
}

const PERSONAS: Readonly<Record<string, Persona>> = {
  origin: {
    name: 'Origin Maths Hub',
    does: 'Enrols its schools, forms their Work Groups, declares what they have done',
    account: { role: 'hub', hub: 'origin', user: 'a' },
  },
  'turing-nw': {
    name: 'Turing NW Maths Hub',
    does: 'Another hub, with schools of its own: sees nothing of the first one’s',
    account: { role: 'hub', hub: 'turing-nw', user: 'a' },
  },
  finance: {
    name: 'Finance',
    does: 'Adjusts and approves statements, holds claims, proposes to recover what was paid',
    account: { role: 'finance', user: 'f' },
  },
  'finance-second': {
    name: 'Finance, a second person',
    does: 'Approves what the first one has adjusted or proposed: nobody approves their own',
    account: { role: 'finance', user: 'g' },
  },
  admin: {
    name: 'Programme admin',
    does: 'Sees every hub, inspects the workflows and restarts them',
    account: { role: 'admin', user: 'z' },
  },
};

const QUESTION = 'Who do you want to be?';

export const PERSONA_TEMPLATES = fileURLToPath(new URL('templates', import.meta.url));

/** Local sign-in: a page to choose a sample persona from. Its token is an ordinary one of POST /local/token. */
export function personaSignIn(secret: Uint8Array): SignIn {
  return {
    templates: PERSONA_TEMPLATES,
    afterSignOut: '/sign-in',
    mount(app, { draw, establish }) {
      const page = (wanted: string, error?: string) => ({
        wanted,
        title: error ? `Error: ${QUESTION}` : QUESTION,
        question: QUESTION,
        personas: Object.entries(PERSONAS).map(([value, { name, does }]) => ({
          value,
          text: name,
          hint: { text: does },
        })),
        error: error && { text: error },
      });
      app.get('/sign-in', (context) =>
        draw(context, 'personas', page(safeReturn(context.req.query('back')))),
      );
      app.post('/sign-in', async (context) => {
        const form = await formIn(context.req.raw);
        const wanted = safeReturn(form.text('back'));
        const id = form.text('persona');
        const persona = Object.hasOwn(PERSONAS, id) ? PERSONAS[id] : undefined;
        if (!persona) return draw(context, 'personas', page(wanted, 'Choose who you want to be'), 422);
        return establish(context, await signedIn(persona, secret), wanted);
      });
    },
  };
}

async function signedIn({ name, account }: Persona, secret: Uint8Array): Promise<SignedIn> {
  const { role, user } = account;
  const person = {
    name,
    actor: [role, account.hub, user].filter(Boolean).join('.'),
    token: await issueToken(tokenRequestSchema.parse(account), secret),
  };
  return role === 'hub' ? { role, hub: hubCodeSchema.parse(account.hub), ...person } : { role, ...person };
}
