/** An invite as people pass it on: a link, a typed code in groups, in any case. */

const LENGTH = 26;

/** The 26 characters of Crockford base32, or null. Takes a link with `#moi=` too. */
export function readInvite(text: string): string | null {
  const hash = /[#&?]moi=([^&\s]+)/.exec(text);
  const raw = (hash?.[1] ?? text)
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-\u2010-\u2015\u200B-\u200F\uFEFF]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
  return raw.length === LENGTH && /^[0-9A-HJKMNP-TV-Z]+$/.test(raw) ? raw : null;
}

/** The code as people read it out: groups of four, the last of two. */
export function groupInvite(code: string): string {
  return code.replace(/(.{4})(?=.)/g, '$1-');
}
