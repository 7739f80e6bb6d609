/**
 * One spelling for every Vietnamese mobile number.
 *
 * Rests on phone-rules.json (versioned: a change of the table is a migration with
 * recount); the server has the same rules, tests/vectors/phone.json holds both.
 * Idempotent and total: any text gets an answer, and an answer read again is itself.
 */
import rules from './phone-rules.json';

export type PhoneProblem =
  | 'empty'
  | 'characters'
  | 'short'
  | 'long'
  | 'landline'
  | 'service'
  | 'foreign'
  | 'prefix';

export type PhoneReading =
  | {
      readonly ok: true;
      /** strict: take it; loose: ask once. */
      readonly match: 'strict' | 'loose';
      /** Ten digits from 0. */
      readonly national: string;
      readonly e164: string;
      /** An 11-digit number of before 2018 was turned into its present one. */
      readonly converted: boolean;
    }
  | { readonly ok: false; readonly problem: PhoneProblem };

const STRICT = new RegExp(`^(?:${rules.strict})$`);
const LOOSE = new RegExp(`^(?:${rules.loose})$`);
const SEPARATORS = new RegExp(rules.separators, 'g');
const CONVERSION: Readonly<Record<string, string>> = rules.conversion;
const DECIMAL = /\p{Nd}/u;

/** Unicode keeps decimal digits in runs of ten, zero first; runs may touch. */
function asciiDigit(char: string): string {
  const point = char.codePointAt(0) ?? 0;
  let start = point;
  while (DECIMAL.test(String.fromCodePoint(start - 1))) start -= 1;
  return String((point - start) % 10);
}

function asciiDigits(text: string): string {
  return Array.from(text, (char) =>
    char > '\u007f' && DECIMAL.test(char) ? asciiDigit(char) : char,
  ).join('');
}

/** The number from its 0, or what is wrong with the way it begins. */
function nationalOf(text: string): string | PhoneProblem {
  let rest: string | null = null;
  if (text.startsWith('+84')) rest = text.slice(3);
  else if (text.startsWith('0084')) rest = text.slice(4);
  else if (text.startsWith('+')) return /^\+[0-9]*$/.test(text) ? 'foreign' : 'characters';
  // Nine digits that begin with 84 are a number of 084 without its 0.
  else if (/^84[0-9]{9,}$/.test(text)) rest = text.slice(2);
  const digits = rest ?? text;
  if (!/^[0-9]*$/.test(digits)) return 'characters';
  if (rest === null && digits.startsWith('00')) return 'foreign';
  return digits.startsWith('0') ? digits : `0${digits}`;
}

function problemOf(national: string): PhoneProblem {
  const { length } = national;
  if (/^01[89]00/.test(national) && length >= 9) return 'service';
  if (national.startsWith('02') && length >= 10 && length <= 11) return 'landline';
  if (length < 10) return 'short';
  if (length > 11 || (length === 11 && !national.startsWith('01'))) return 'long';
  return 'prefix';
}

export function readPhone(text: string): PhoneReading {
  const bare = asciiDigits(text.normalize('NFKC')).replace(SEPARATORS, '');
  if (bare === '' || bare === '+') return { ok: false, problem: 'empty' };
  let national = nationalOf(bare);
  if (!/^[0-9]+$/.test(national)) return { ok: false, problem: national as PhoneProblem };
  const present = national.length === 11 ? CONVERSION[national.slice(0, 4)] : undefined;
  if (present !== undefined) national = present + national.slice(4);
  if (!LOOSE.test(national)) return { ok: false, problem: problemOf(national) };
  return {
    ok: true,
    match: STRICT.test(national) ? 'strict' : 'loose',
    national,
    e164: `+84${national.slice(1)}`,
    converted: present !== undefined,
  };
}
