/** The filters of the board in its address, so that a page can be sent to somebody and comes back after a reload. */
import type { Filter, Group, View } from './grid';

const viewWords: Record<View, string> = {
  all: '',
  missing: 'thieu',
  late: 'tre',
  returned: 'tra-lai',
  zero: 'khong-phat-sinh',
  excused: 'chap-nhan',
};

const groupWords: Record<Group, string> = {
  communes: 'xa',
  agencies: 'co-quan',
  organisations: 'doan-the',
};

export interface Asked extends Filter {
  /** An obligation and a period, as a notice names them; the column that holds them is looked up. */
  readonly obligation: string | null;
  readonly period: string | null;
}

function keyOf<T extends string>(words: Record<T, string>, word: string | null): T | null {
  const found = (Object.keys(words) as T[]).find((key) => words[key] === word);
  return word ? (found ?? null) : null;
}

export function readAddress(search: string): Asked {
  const query = new URLSearchParams(search);
  return {
    column: null,
    obligation: query.get('nghia-vu'),
    period: query.get('ky'),
    view: keyOf(viewWords, query.get('xem')) ?? 'all',
    group: keyOf(groupWords, query.get('nhom')),
    search: query.get('tim') ?? '',
  };
}

export function writeAddress(asked: Omit<Asked, 'column'>): string {
  const query = new URLSearchParams();
  const set = (name: string, value: string | null) => {
    if (value) query.set(name, value);
  };
  set('nghia-vu', asked.obligation);
  set('ky', asked.period);
  set('xem', viewWords[asked.view]);
  set('nhom', asked.group && groupWords[asked.group]);
  set('tim', asked.search.trim());
  const text = query.toString();
  return `/huyen/nghia-vu${text ? `?${text}` : ''}`;
}
