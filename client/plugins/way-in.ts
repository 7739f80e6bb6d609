/**
 * Names in index.html what whoever comes by an invite needs next, for `src/invited.ts`, which fetches it.
 *
 * Only the build knows the files' names, and only the page knows whether it was opened by an invite: that stands behind
 * the `#`, which no server sees.
 */
import type { HtmlTagDescriptor, Plugin, Rolldown } from 'vite';

/** The files of modules and all that they import at once, the nearest first. */
function filesOf(bundle: Rolldown.OutputBundle, modules: readonly string[]): ReadonlySet<string> {
  const chunks = Object.values(bundle).filter((one) => one.type === 'chunk');
  const found = new Set<string>();
  const walk = (chunk: Rolldown.OutputChunk | undefined): void => {
    if (!chunk || found.has(chunk.fileName)) return;
    found.add(chunk.fileName);
    for (const style of chunk.viteMetadata?.importedCss ?? []) found.add(style);
    for (const name of chunk.imports) walk(chunks.find((one) => one.fileName === name));
  };
  for (const id of modules) {
    const holder = chunks.find((one) => one.moduleIds.includes(id));
    if (!holder) throw new Error(`${id} is in no file`);
    walk(holder);
  }
  return found;
}

/**
 * Args:
 *   script: the module that fetches; an input of the build by itself.
 *   wayIn: the modules that the way in is made of.
 */
export function wayIn(script: string, wayIn: readonly string[]): Plugin {
  return {
    name: 'gocua-way-in',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle = {} }): HtmlTagDescriptor[] {
        const [own = ''] = filesOf(bundle, [script]);
        const later = [...filesOf(bundle, wayIn)].filter((name) => !html.includes(name));
        return [
          {
            tag: 'script',
            attrs: {
              type: 'module',
              async: true,
              crossorigin: true,
              src: `/${own}`,
              'data-way-in': later.join(' '),
            },
            injectTo: 'head-prepend',
          },
        ];
      },
    },
  };
}
