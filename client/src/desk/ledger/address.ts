/**
 * The two states, the place and the part in the address. Pure.
 *
 * A state is `bc.<report>`, `seq.<number>` or an instant; empty is the beginning (first) or the present (second).
 */
import { msOf } from '../../core/day';
import { type LedgerQuery, type Part, parts, type ReportLine } from './wire';

export type State =
  | { readonly kind: 'end' }
  | { readonly kind: 'report'; readonly id: string }
  | { readonly kind: 'seq'; readonly seq: string }
  | { readonly kind: 'instant'; readonly at: string };

export interface Asked {
  readonly from: State;
  readonly until: State;
  readonly by: 'commune' | 'hamlet';
  readonly within: string;
  readonly part: Part | null;
  /** Only what belongs to the row of `within` itself: what has no hamlet (or no commune) below it. */
  readonly exact: boolean;
}

const partWords: Record<Part, string> = {
  late: 'den-muon',
  corrected: 'sua',
  voided: 'rut-huy',
  new: 'moi',
};

export function readState(word: string | null): State {
  const text = word ?? '';
  if (/^bc\.[0-9a-f-]{36}$/.test(text)) return { kind: 'report', id: text.slice(3) };
  if (/^seq\.\d{1,16}$/.test(text)) return { kind: 'seq', seq: text.slice(4) };
  if (/^\d{4}-.*Z$/.test(text) && !Number.isNaN(msOf(text))) return { kind: 'instant', at: text };
  return { kind: 'end' };
}

export function writeState(state: State): string {
  switch (state.kind) {
    case 'end':
      return '';
    case 'report':
      return `bc.${state.id}`;
    case 'seq':
      return `seq.${state.seq}`;
    case 'instant':
      return state.at;
  }
}

export function readAddress(search: string): Asked {
  const query = new URLSearchParams(search);
  return {
    from: readState(query.get('tu')),
    until: readState(query.get('den')),
    by: query.get('theo') === 'ap' ? 'hamlet' : 'commune',
    within: query.get('noi') ?? '',
    part: parts.find((one) => partWords[one] === query.get('phan')) ?? null,
    exact: query.has('dung'),
  };
}

export function writeAddress(asked: Asked): string {
  const query = new URLSearchParams();
  const set = (name: string, value: string) => {
    if (value) query.set(name, value);
  };
  set('tu', writeState(asked.from));
  set('den', writeState(asked.until));
  set('theo', asked.by === 'hamlet' ? 'ap' : '');
  set('noi', asked.within);
  set('phan', asked.part ? partWords[asked.part] : '');
  set('dung', asked.part && asked.exact ? '1' : '');
  const text = query.toString();
  return `/huyen/so-da-chot${text ? `?${text}` : ''}`;
}

/** A report as the second state is the instant at which it was received; null while it is not known which. */
export function toQuery(asked: Asked, reports: readonly ReportLine[]): LedgerQuery | null {
  const word = (state: State): string | null => {
    if (state.kind === 'report')
      return reports.find((one) => one.id === state.id)?.receivedAt ?? null;
    return state.kind === 'seq' ? state.seq : state.kind === 'instant' ? state.at : '';
  };
  const until = word(asked.until);
  if (until === null) return null;
  const report = asked.from.kind === 'report' ? asked.from.id : '';
  const from = report ? '' : (word(asked.from) ?? '');
  return { by: asked.by, within: asked.within, from, until, report };
}
