/** A place of the board by name: what stands above it, where each row of its table leads. Rests on the directory. */
import type { Organisation } from '../../core/types';
import type { TotalsRow } from '../../sync/contract';
import type { Desk } from '../context';
import { into, type Where, writeRecords, writeWhere } from './address';

export interface Step {
  readonly name: string;
  readonly href: string;
}

/** Code of the area that a page is of; null: all that the caller sees. */
export const areaOf = (where: Where): string | null => where.area;

/** What stands above, from the top down; nothing above what the caller sees. */
export function stepsTo(desk: Desk, where: Where): readonly Step[] {
  const found: Step[] = [];
  const kept = { ...where, measure: null };
  const own = desk.home();
  const here = where.area === null ? null : desk.area(where.area);
  const whole = own === null || own.code === desk.root()?.code;
  const unit = where.unit === null ? null : (organisation(desk, where.unit)?.name ?? where.unit);
  const top = desk.session.device.person.role === 'reporter' ? 'unit' : 'root';
  if (here && (whole || top === 'unit')) {
    const name = top === 'unit' ? (unit ?? own?.name ?? '') : (desk.root()?.name ?? '');
    found.push({ name, href: into(kept, top, '').replace(/\/$/, '') });
  }
  const above = here?.parent ? desk.area(here.parent) : null;
  if (where.level === 'hamlet' && above)
    found.push({ name: above.name, href: into(kept, 'commune', above.code) });
  if (unit !== null && top !== 'unit') {
    const name = here?.name ?? own?.name ?? '';
    found.push({ name, href: writeWhere({ ...kept, unit: null, by: 'organisation' }) });
    const parent = organisation(desk, where.unit ?? '')?.parent;
    const higher = parent ? organisation(desk, parent) : null;
    if (higher)
      found.push({
        name: higher.name,
        href: writeWhere({ ...kept, unit: higher.code, by: 'organisation' }),
      });
  }
  return found;
}

export function organisation(desk: Desk, code: string): Organisation | null {
  return desk.directory.value?.organisations.find((one) => one.code === code) ?? null;
}

export interface Described {
  readonly name: string;
  readonly href?: string | undefined;
  readonly below?: string | undefined;
}

/** A row of the table: its name, one step down, and what stands below the name. */
export function describeRow(
  desk: Desk,
  where: Where,
  row: TotalsRow,
  dayName: (day: string) => string,
  direct: string,
): Described {
  const records = { area: where.area, unit: where.unit, since: where.since, until: where.until };
  switch (where.by) {
    case 'day':
      return {
        name: dayName(row.code),
        href: writeRecords({ ...records, since: row.code, until: row.code }),
      };
    case 'organisation': {
      if (row.code === '') return { name: row.name };
      if (row.code === where.unit) {
        return {
          name: row.name,
          below: direct,
          href: writeRecords({ ...records, direct: 'organisation' }),
        };
      }
      const more = desk.directory.value?.organisations.some((one) => one.parent === row.code);
      const by = more ? 'organisation' : 'day';
      return { name: row.name, href: writeWhere({ ...where, unit: row.code, by, measure: null }) };
    }
    default: {
      const area = desk.area(row.code);
      const root = desk.root();
      const isCommune = area !== null && area.parent !== null && area.parent === root?.code;
      const unknown =
        area === null || area.code === root?.code || (where.by === 'hamlet' && isCommune);
      if (unknown) {
        const below =
          where.by === 'hamlet' && where.level !== 'commune' && isCommune ? area?.name : undefined;
        return {
          name: row.name,
          href: writeRecords({ ...records, area: row.code, direct: 'area' }),
          below,
        };
      }
      const above = area.parent ? desk.area(area.parent) : null;
      return {
        name: row.name,
        href: into(where, where.by === 'commune' ? 'commune' : 'hamlet', row.code),
        below: where.by === 'hamlet' && where.level !== 'commune' ? above?.name : undefined,
      };
    }
  }
}
