/** The sentences around pictures, in English. */
import type { PictureStrings } from './strings.vi';

export const en: PictureStrings = {
  take: 'Download',
  takeOf: (title: string) => `Download: ${title}`,
  svg: 'Picture, SVG',
  png: 'Picture, PNG',
  csv: 'Data, CSV',
  xlsx: 'Data, XLSX',
  noPng: 'This browser cannot draw a PNG. Take the SVG.',
  sample: 'Sample data.',
  table: 'Show table',
  noTable: 'Hide table',
  none: 'No record to draw yet.',
  unknown: 'No figure yet',
};
