/** Elements that stand within a line of text; all others begin a line of their own. */
const WITHIN_LINES =
  /^(a|abbr|b|br|caption|code|dd|dt|em|h1|h2|h3|h4|i|input|label|legend|li|option|p|span|strong|td|text|th|time|title|tspan)$/;
/** Elements without an end. */
const VOID = /^(br|circle|hr|img|input|line|link|meta|path|polygon|rect|use)$/;
const TAG = /<\/?([a-z][\w-]*)[^>]*>/;

/** HTML as a person reads it, and as a comparison of two versions shows it: a block on each line, indented by its depth. */
export function readableHtml(html: string): string {
  const flat = html.replace(/\s+/g, ' ').replace(/ (class|data-module)=""/g, '');
  const lines: string[] = [];
  let depth = 0;
  let line = '';
  const write = () => {
    if (line.trim()) lines.push(`${'  '.repeat(Math.max(0, depth))}${line.trim()}`);
    line = '';
  };
  for (const part of flat.split(/(<[^>]*>)/)) {
    const name = TAG.exec(part)?.[1];
    if (!name || WITHIN_LINES.test(name)) {
      if (name && BEGINS_A_LINE.test(part)) write();
      line += part;
      if (name && ENDS_A_LINE.test(part)) write();
      continue;
    }
    write();
    if (part.startsWith('</')) depth -= 1;
    line = part;
    write();
    if (!part.startsWith('</') && !VOID.test(name) && !part.endsWith('/>')) depth += 1;
  }
  write();
  return lines.join('\n');
}

const BEGINS_A_LINE = /^<(p|li|td|th|dt|dd|h\d|option|input|label|legend|caption|text)\b/;
const ENDS_A_LINE = /^<\/(p|li|td|th|dt|dd|h\d|option|label|legend|caption|text)>/;
