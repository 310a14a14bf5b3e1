import { writeFileSync } from 'node:fs';
import { costPage } from './cost/cost-page.ts';
import { schoolYear, specialistYear, statement } from './cost/played-years.ts';

/** `npm run cost`: counts what a year uses, prices it, and writes docs/cost.md. */
const page = costPage({
  schoolYear: await schoolYear(),
  specialistYear: await specialistYear(),
  statement: await statement(),
});
writeFileSync(new URL('../docs/cost.md', import.meta.url), page);
console.log(page);
