/** Writes `.br` and `.gz` beside every text file, for a server that only picks them. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';
import { filesOf } from './precache.ts';

const TEXT = /\.(?:js|css|html|svg|json|webmanifest|txt)$/;
const FROM_BYTES = 256;

export function compress(): Plugin {
  let out = '';
  return {
    name: 'gocua-compress',
    apply: 'build',
    configResolved(config) {
      out = resolve(config.root, config.build.outDir);
    },
    closeBundle: {
      order: 'post',
      sequential: true,
      handler() {
        for (const name of filesOf(out).filter((each) => TEXT.test(each))) {
          const path = join(out, name);
          const content = readFileSync(path);
          if (content.length < FROM_BYTES) continue;
          writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
          writeFileSync(
            `${path}.br`,
            brotliCompressSync(content, {
              params: {
                [constants.BROTLI_PARAM_QUALITY]: 11,
                [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
              },
            }),
          );
        }
      },
    },
  };
}
