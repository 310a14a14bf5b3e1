import {
  academicYearFrom,
  academicYearOf,
  academicYearSchema,
  startYearOf,
} from '../../core/academic-year.ts';
import { londonDateOf } from '../../core/london.ts';
import { pathWith } from '../api.ts';
import type { Page } from '../page.ts';
import { addressOf } from '../routes.ts';

const SEED = /^[A-Za-z0-9-]{1,40}$/;

/** What is needed to draw paid claims for checking; the same words draw the same claims again. */
export const assuranceSample: Page = {
  async show({ query, now }) {
    const present = startYearOf(academicYearOf(londonDateOf(now)));
    const year = academicYearSchema.safeParse(query('academicYear')).data ?? academicYearFrom(present);
    const [seed, size] = [query('seed'), query('size') || '25'];
    const asked = query('academicYear') !== '';
    const wrong = {
      seed:
        asked && !SEED.test(seed)
          ? 'Enter a word of letters, digits and hyphens, up to 40 of them'
          : undefined,
      size: asked && !isSize(size) ? 'Enter a whole number between 1 and 500' : undefined,
    };
    const list = Object.entries(wrong).flatMap(([name, text]) => (text ? [{ text, href: `#${name}` }] : []));
    if (asked && list.length === 0) {
      return { goTo: pathWith(addressOf('assurance-sample-file'), { academicYear: year, seed, size }) };
    }
    return {
      template: 'assurance-sample',
      title: 'Draw a sample for assurance',
      data: {
        back: { text: 'Back to funding', href: addressOf('funding') },
        years: [present - 2, present - 1, present].map((start) => {
          const value = academicYearFrom(start);
          return { value, text: value, selected: value === year };
        }),
        typed: { seed, size },
      },
      ...(list.length > 0
        ? {
            errors: {
              list,
              at: Object.fromEntries(
                Object.entries(wrong).flatMap(([name, text]) => (text ? [[name, { text }]] : [])),
              ),
            },
          }
        : {}),
    };
  },
};

const isSize = (typed: string): boolean =>
  /^\d{1,3}$/.test(typed) && Number(typed) >= 1 && Number(typed) <= 500;
