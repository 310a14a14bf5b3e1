/** A form of a page, as whoever reads the page can fill it in. */
export interface HtmlForm {
  readonly fields: readonly HtmlField[];
}

export interface HtmlField {
  readonly name: string;
  /** What its errors and labels refer to. */
  readonly id: string;
  /** A choice is radios, checkboxes or a select; what is hidden goes back as it came. */
  readonly kind: 'text' | 'choice' | 'hidden';
  /** Whether digits are expected. */
  readonly numeric: boolean;
  /** What stands in it; of a choice, all that can be chosen, what is chosen first. */
  readonly values: readonly string[];
}

const ELEMENT =
  /<(?:input|button)\b[^>]*>|<textarea\b[^>]*>[\s\S]*?<\/textarea>|<select\b[^>]*>[\s\S]*?<\/select>/g;

/** The forms of a page, without those in its header, and without files. */
export function formsIn(html: string, method: 'get' | 'post'): HtmlForm[] {
  const main = /<main[\s\S]*<\/main>/.exec(html)?.[0] ?? '';
  const forms = [...main.matchAll(/<form\b[\s\S]*?<\/form>/g)].map(([form]) => form);
  const ofMethod = forms.filter((form) => form.slice(0, form.indexOf('>')).includes(`method="${method}"`));
  return ofMethod.map((form) => ({
    fields: joined([...form.matchAll(ELEMENT)].flatMap(([element]) => fieldOf(element))),
  }));
}

function fieldOf(element: string): HtmlField[] {
  const [tag = ''] = /^<[^>]*>/.exec(element) ?? [];
  const attribute = (name: string) => {
    const value = new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1];
    return value === undefined ? undefined : textOf(value);
  };
  const name = attribute('name');
  const type = attribute('type') ?? 'text';
  if (!name || name === 'csrf' || type === 'file') return [];
  const field = { name, id: attribute('id') ?? name, numeric: attribute('inputmode') === 'numeric' };
  if (tag.startsWith('<textarea')) {
    return [{ ...field, kind: 'text', values: [textOf(element.replace(/^<[^>]*>|<\/textarea>$/g, ''))] }];
  }
  if (tag.startsWith('<select')) {
    const options = [...element.matchAll(/<option value="([^"]*)"/g)].map(([, value = '']) => textOf(value));
    return [{ ...field, kind: 'choice', values: options.filter((value) => value !== '') }];
  }
  const values = [attribute('value') ?? ''];
  if (type === 'radio' || type === 'checkbox') return [{ ...field, kind: 'choice', values }];
  return [{ ...field, kind: type === 'hidden' || tag.startsWith('<button') ? 'hidden' : 'text', values }];
}

/** The radios of one question are one field. */
function joined(fields: readonly HtmlField[]): HtmlField[] {
  return [...Map.groupBy(fields, ({ name }) => name).values()].flatMap((same) => {
    const [first] = same;
    return first ? [{ ...first, values: same.flatMap(({ values }) => values) }] : [];
  });
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&#96;': '`',
  '&#92;': '\\',
};

/** Text as a browser reads it. */
export const textOf = (html: string): string =>
  html.replaceAll(/&(?:amp|lt|gt|quot|#39|#96|#92);/g, (entity) => ENTITIES[entity] ?? entity);

/** What goes into a form that is filled in as it should be: the first choice, and something plausible in each text. */
export function filledIn({ fields }: HtmlForm): Map<string, string> {
  return new Map(
    fields.map((field) => [field.name, field.kind === 'text' ? plausible(field) : (field.values[0] ?? '')]),
  );
}

const PLAUSIBLE: readonly (readonly [RegExp, string])[] = [
  [/-day$/, '1'],
  [/-month$/, '9'],
  [/-year$/, '2026'],
  [/urn$/i, '900009'],
  [/trn$/i, '9990003'],
  [/pounds|amount/i, '10.00'],
  [/years|days|hub/i, '5'],
];

function plausible({ name, values: [present] }: HtmlField): string {
  if (present) return present;
  if (/email/i.test(name)) return `${name.replaceAll(/\W/g, '-')}@people.example`;
  return PLAUSIBLE.find(([of]) => of.test(name))?.[1] ?? 'Sample text';
}
