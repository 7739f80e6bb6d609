/** Taking long tables as files: the sentences, in English. */
import { count } from '../../ui/format';
import type { TakingStrings } from './strings.vi';

export const en: TakingStrings = {
  csv: 'Download CSV',
  xlsx: 'Download Excel',
  asking: 'Asking the server…',
  going: (percent: number, rows: number | null) =>
    rows === null ? `${percent}% downloaded` : `${percent}% of ${count(rows)} records downloaded`,
  goingUnknown: (megabytes: string) => `${megabytes} downloaded`,
  bar: 'Progress of the download',
  cancel: 'Stop',
  cancelled: 'Stopped; nothing was saved.',
  done: (rows: number | null, size: string) =>
    rows === null ? `Downloaded, ${size}.` : `${count(rows)} records downloaded, ${size}.`,
  cut: (percent: number | null) =>
    percent === null
      ? 'The network broke off. The file is not whole and was not saved.'
      : `The network broke off at ${percent}%. The file is not whole and was not saved.`,
  again: 'Download again from the beginning',
};
