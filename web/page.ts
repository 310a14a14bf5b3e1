import type { Instant } from '../core/instant.ts';
import type { Api } from './api.ts';
import type { Drafts } from './drafts.ts';
import type { Form } from './form.ts';
import type { Hubs } from './hubs.ts';
import type { ErrorsOnPage } from './page-errors.ts';
import type { Session } from './session.ts';

/** Somebody who looks at a page. */
export interface Visit {
  readonly person: Session;
  readonly api: Api;
  readonly now: Instant;
  readonly hubs: Hubs;
  /** Where AWS's console of Step Functions is, up to its `#`; none locally. */
  readonly console?: string | undefined;
  /** A parameter of the page's path. */
  readonly param: (name: string) => string;
  /** A parameter of the query; empty where there is none. */
  readonly query: (name: string) => string;
  readonly drafts: Drafts;
  /** An id that nobody can guess. */
  readonly newId: () => string;
}

/** Somebody who sends a page's form. */
export interface Submission extends Visit {
  readonly form: Form;
}

/** A page to be drawn. The data are ready strings: a template decides nothing about the programme. */
export interface View {
  readonly template: string;
  /** The page's heading, and the beginning of its title. */
  readonly title: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly errors?: ErrorsOnPage | undefined;
}

/** Another page is to be looked at. */
export interface GoTo {
  readonly goTo: string;
  /** Said once, at the top of that page. */
  readonly notice?: string;
}

/** A file to be kept, as CSV. */
export interface FileToKeep {
  readonly fileName: string;
  readonly text: string;
}

/** Data for a script of our own. */
export interface Data {
  readonly json: unknown;
}

export type Outcome = View | GoTo | FileToKeep | Data;

export interface Page {
  readonly show: (visit: Visit) => Promise<Outcome>;
  readonly act?: (submission: Submission) => Promise<Outcome>;
}

/** There is no such page, or it is not this person's to see: the two look the same. */
export class PageNotFound extends Error {
  override readonly name = 'PageNotFound';
}
