/**
 * Which file a module goes into: that of the part that reaches it without waiting.
 *
 * Few requests, and each packs smaller than the pieces that the bundler would cut it into for the sake of later parts.
 * What the page itself reaches, or more than one of its first screens, is in `first`; what later parts share is in the
 * earlier one; what none reaches is left to the bundler.
 */

interface Modules {
  getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null;
}

export interface Part {
  readonly name: string;
  readonly entries: readonly string[];
}

function reached(entries: readonly string[], modules: Modules): ReadonlySet<string> {
  const found = new Set<string>();
  const walk = (one: string): void => {
    if (found.has(one)) return;
    found.add(one);
    for (const next of modules.getModuleInfo(one)?.importedIds ?? []) walk(next);
  };
  for (const entry of entries) walk(entry);
  return found;
}

export interface Group {
  readonly name: (id: string, modules: Modules) => string | null;
  readonly priority: number;
}

/** One group a file: a module's imports come along with it, unless a group of higher priority has them. */
export function chunks(page: string, screens: readonly Part[], later: readonly Part[]): Group[] {
  const fileOf = (id: string, modules: Modules): string | null => {
    // A file of its own: its name is in index.html.
    if (id === page) return null;
    const reaches = ({ entries }: Pick<Part, 'entries'>) => reached(entries, modules).has(id);
    if (reaches({ entries: [page] })) return 'first';
    const [screen, another] = screens.filter(reaches);
    if (another) return 'first';
    return (screen ?? later.find(reaches))?.name ?? null;
  };
  return ['first', ...[...screens, ...later].map((part) => part.name)].map((file, at) => ({
    name: (id, modules) => (fileOf(id, modules) === file ? file : null),
    priority: 100 - at,
  }));
}
