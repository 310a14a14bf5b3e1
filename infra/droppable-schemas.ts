import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';

/**
 * Lets esbuild leave out the schemas of operations that nobody calls. AWS's REST clients name traits by constants
 * (`{ [_h]: … }`), and since esbuild cannot tell that reading `_h` does nothing, it keeps the schemas of a whole service:
 * 50 KB for the one mail that we send through SES. Here the constant's text stands in its place.
 */
export const droppableSchemas: Plugin = {
  name: 'droppable-schemas',
  setup: (build) => {
    build.onLoad({ filter: /[\\/]@aws-sdk[\\/]client-[^\\/]+[\\/]dist-es[\\/]schemas[\\/]/ }, ({ path }) => {
      const code = readFileSync(path, 'utf8');
      const texts = new Map(
        [...code.matchAll(/^const (\w+) = ("[^"]*");$/gm)].map(([, name, text]) => [name, text]),
      );
      const contents = code.replace(/\[(\w+)\]: /g, (whole, name) =>
        texts.has(name) ? `${texts.get(name)}: ` : whole,
      );
      return { contents, loader: 'js' };
    });
  },
};
