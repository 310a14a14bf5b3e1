import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import nunjucks from 'nunjucks';

/** Draws a template with its data. Everything is escaped unless a template says otherwise. */
export type Draw = (template: string, data: Readonly<Record<string, unknown>>) => string;

/** Where our own templates are. */
export const TEMPLATES = fileURLToPath(new URL('templates', import.meta.url));

/** Where govuk-frontend's templates and files are. */
export const GOVUK = dirname(fileURLToPath(import.meta.resolve('govuk-frontend/dist/govuk/template.njk')));

/** @param more folders of templates that come with a part of the app */
export function drawingFrom(more: readonly string[] = []): Draw {
  const loader = new nunjucks.FileSystemLoader([TEMPLATES, ...more, dirname(GOVUK)]);
  const environment = new nunjucks.Environment(loader, {
    autoescape: true,
    trimBlocks: true,
    lstripBlocks: true,
  });
  return (template, data) => environment.render(`${template}.njk`, data);
}
