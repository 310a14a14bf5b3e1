/** Why somebody could not be signed in, and what they can do about it. */
export interface SignInProblemPage {
  readonly status: 400 | 403 | 502;
  readonly title: string;
  readonly says: readonly string[];
  /** Whether another account has to be chosen: the issuer would bring the same one back. */
  readonly otherAccount?: true;
}

const ADMIN = 'Ask the programme’s admin, whom your Maths Hub’s lead knows';

export const SIGN_IN_PROBLEMS = {
  'gave-up': {
    status: 400,
    title: 'You have not signed in',
    says: ['Nothing has happened to your account. You can try again at any time.'],
  },
  lost: {
    status: 400,
    title: 'Start to sign in again',
    says: ['Your sign-in took longer than 15 minutes, was begun in another browser, or was used before.'],
  },
  'issuer-failed': {
    status: 502,
    title: 'Sorry, you cannot sign in at the moment',
    says: ['The service that checks who you are did not answer as it should. Try again in a few minutes.'],
  },
  'no-role': {
    status: 403,
    title: 'Your account has no role in this service yet',
    says: [
      'We know who you are, but not for whom you act.',
      `${ADMIN}, to add your account to your hub, to finance or to the admins. Then sign in again.`,
    ],
    otherAccount: true,
  },
  'two-roles': {
    status: 403,
    title: 'Your account has more than one role',
    says: [
      'An account acts for one hub, for finance or as an admin, so that it is always clear who did what.',
      `${ADMIN}, which role your account is to keep. Then sign in again.`,
    ],
    otherAccount: true,
  },
} as const satisfies Record<string, SignInProblemPage>;

export type SignInProblem = keyof typeof SIGN_IN_PROBLEMS;
