/**
 * A list of hamlets as it is pasted: one a line, numbered or not, with or without "Ấp" before the name.
 * Pure. Promises: each line is told as new, known or odd, with why; a code is made that no area has.
 */
import { cleanText, foldText } from '../../core/text';

export type Known = { code: string; name: string };
export type Why = 'twice' | 'similar' | 'closed' | 'long' | 'sign';
export type Line =
  | { kind: 'new'; name: string; type: string; code: string }
  | { kind: 'known'; name: string; code: string }
  | { kind: 'odd'; name: string; why: Why; like: string | null };

const LONGEST = 80;
const KINDS = ['ấp', 'khu phố', 'khu vực', 'thôn', 'tổ dân phố', 'xóm', 'làng', 'bản'];

/** `xoai-doi` of "Xoài Đôi". */
export function slugOf(text: string): string {
  return foldText(text)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
}

function kindOf(name: string): string | null {
  const lower = name.toLocaleLowerCase('vi');
  return KINDS.find((kind) => lower.startsWith(`${kind} `)) ?? null;
}

/** "Ấp Xoài Đôi" of "1. xoài đôi" is left to the clerk: capitals stay as typed, only the kind is added. */
export function nameOf(typed: string, usual: string): { name: string; type: string } {
  const bare = cleanText(typed)
    .replace(/^(?:\d+\s*[.)\-/]\s*|[-•*+]\s*)/, '')
    .replace(/[;,.]+$/, '')
    .replace(/\s+/g, ' ')
    .trim();
  const kind = kindOf(bare);
  if (bare === '' || kind) {
    const type = kind ?? usual;
    return { name: bare === '' ? '' : capital(type) + bare.slice(type.length), type };
  }
  return { name: `${capital(usual)} ${bare}`, type: usual };
}

const capital = (text: string) => text.charAt(0).toLocaleUpperCase('vi') + text.slice(1);

function codeOf(commune: string, name: string, type: string, taken: ReadonlySet<string>): string {
  const bare = slugOf(name.slice(type.length)) || slugOf(name);
  const short = type === 'khu phố' ? `kp-${bare}` : bare;
  const first = `${commune}-${short}`;
  let code = first;
  for (let n = 2; taken.has(code); n += 1) code = `${first}-${n}`;
  return code;
}

export function readPaste(
  text: string,
  commune: Known & { type: string },
  open: readonly Known[],
  closed: readonly Known[],
): Line[] {
  const usual = foldText(commune.type) === 'thi tran' ? 'khu phố' : 'ấp';
  const exact = (name: string) => name.normalize('NFC').toLocaleLowerCase('vi');
  const taken = new Set([...open, ...closed].map((one) => one.code));
  const seen = new Map<string, string>();
  const lines: Line[] = [];
  for (const typed of text.split(/\r?\n/)) {
    const { name, type } = nameOf(typed, usual);
    if (name === '') continue;
    const known = open.find((one) => exact(one.name) === exact(name));
    const odd = (why: Why, like: string | null = null) =>
      lines.push({ kind: 'odd', name, why, like });
    const folded = foldText(name);
    const same = (one: Known) => foldText(one.name) === folded;
    const before = seen.get(folded);
    if (before !== undefined && exact(before) === exact(name)) odd('twice', before);
    else if (known) lines.push({ kind: 'known', name: known.name, code: known.code });
    else if (Array.from(name).length > LONGEST) odd('long');
    else if (/[<>{}[\]=|@#$%^&*_~`\\]/.test(name)) odd('sign');
    else if (before !== undefined || open.some(same))
      odd('similar', open.find(same)?.name ?? before ?? null);
    else if (closed.some(same)) odd('closed', name);
    else {
      const code = codeOf(commune.code, name, type, taken);
      taken.add(code);
      lines.push({ kind: 'new', name, type, code });
    }
    seen.set(folded, name);
  }
  return lines;
}
