import { pathWith } from '../api.ts';
import type { Page } from '../page.ts';

/** The claims that were drawn, as a file. That it was taken is recorded. */
export const assuranceSampleFile: Page = {
  async show({ api, query }) {
    const [academicYear, seed, size] = [query('academicYear'), query('seed'), query('size')];
    const text = await api.file(pathWith('/funding/assurance-sample', { academicYear, seed, size }));
    // The API has judged the year: the name of the file is made of it.
    return { fileName: `assurance-sample-${academicYear}.csv`, text };
  },
};
