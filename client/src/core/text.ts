/** Text as the contract wants it: NFC, no invisible characters, counted in code points. */

// NUL and lone surrogates would make the server set the whole op aside.
const CONTROLS =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g;
const LONE_SURROGATES = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?:^|[^\uD800-\uDBFF])[\uDC00-\uDFFF]/;

function dropLoneSurrogates(text: string): string {
  if (!LONE_SURROGATES.test(text)) return text;
  return Array.from(text)
    .filter((char) => !/^[\uD800-\uDFFF]$/.test(char))
    .join('');
}

export function cleanText(text: string): string {
  return dropLoneSurrogates(text.replace(CONTROLS, '')).normalize('NFC').trim();
}

export function lengthOf(text: string): number {
  return Array.from(text).length;
}

/** For search: no diacritics, đ as d, lower case, single spaces. */
export function foldText(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();
}
