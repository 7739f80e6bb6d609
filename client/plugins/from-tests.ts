/** Lets tests outside this folder use its packages: a bare import resolves as if from here. */
import { join } from 'node:path';
import type { Plugin } from 'vite';

export function fromTests(tests: string, here: string): Plugin {
  return {
    name: 'gocua-from-tests',
    enforce: 'pre',
    async resolveId(source, importer) {
      if (!importer?.startsWith(tests) || /^[./\0]|^node:/.test(source)) return null;
      return await this.resolve(source, join(here, 'index.html'), { skipSelf: true });
    },
  };
}
