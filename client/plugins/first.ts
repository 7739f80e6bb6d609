/**
 * Two chunks for what a phone loads first: what every app stands on, and the form. Fewer requests, and they pack
 * smaller than the pieces that the bundler would cut them into for the sake of later parts.
 */
import { dirname } from 'node:path';

interface Modules {
  getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null;
}

export function firstChunks(
  entry: string,
  form: string,
): (id: string, modules: Modules) => string | null {
  return (id, modules) => {
    const reached = (from: string): Set<string> => {
      const found = new Set<string>();
      const walk = (one: string): void => {
        if (found.has(one)) return;
        found.add(one);
        for (const next of modules.getModuleInfo(one)?.importedIds ?? []) walk(next);
      };
      walk(from);
      return found;
    };
    if (id === entry) return null;
    if (reached(entry).has(id)) return 'first';
    if (!reached(form).has(id)) return null;
    // What the form draws with is drawn with elsewhere too.
    return id.startsWith(dirname(form)) ? 'form' : 'first';
  };
}
