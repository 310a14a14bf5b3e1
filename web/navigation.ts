import type { Role } from '../workflows/routes.ts';
import { PAGES, type PageRoute } from './routes.ts';

/** The navigation of a role, with the section marked that a page is in. */
export function navigationFor(role: Role, path: string) {
  const routes: readonly PageRoute[] = Object.values(PAGES);
  return routes.flatMap(({ roles, navigation, navigationOf = roles, path: href }) =>
    navigation && navigationOf.includes(role)
      ? [
          {
            text: navigation,
            href,
            current: path === href,
            active: path.startsWith(`${href}/`) && href !== '/',
          },
        ]
      : [],
  );
}
