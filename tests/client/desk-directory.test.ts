/** The lists: what a pasted line becomes, and which codes new ones get. */
import { describe, expect, it } from 'vitest';
import { inOrder } from '../../client/src/desk/directory/figures';
import { namesIn, unitCode, unitsIn } from '../../client/src/desk/directory/in-place';
import { nameOf, readPaste, slugOf } from '../../client/src/desk/directory/paste';
import type { FigureRow, OrganisationRow } from '../../client/src/desk/directory/wire';
import { csvOf } from '../../client/src/desk/tables/request';
import { readWhole } from '../../client/src/desk/whole';

const commune = { code: '28111', name: 'Xã Long Trạch', type: 'xã' };
const town = { code: '28108', name: 'Thị trấn Cần Đước', type: 'thị trấn' };
const open = [{ code: '28111-xoai-doi', name: 'Ấp Xoài Đôi' }];
const closed = [{ code: '28111-cu', name: 'Ấp Cũ' }];

describe('a pasted list of hamlets', () => {
  it('loses its numbers and gets the kind where it is missing', () => {
    expect(nameOf('1. Long Thanh', 'ấp').name).toBe('Ấp Long Thanh');
    expect(nameOf(' - ấp Đồng Tâm;', 'ấp').name).toBe('Ấp Đồng Tâm');
    expect(nameOf('3', 'ấp').name).toBe('Ấp 3');
    expect(nameOf('khu phố 1A', 'khu phố')).toEqual({ name: 'Khu phố 1A', type: 'khu phố' });
  });

  it('is told line by line as new, known or odd', () => {
    const text = 'Xoài Đôi\nLong Thanh\n\nLong Thanh\nẤp Xoai Doi x\nẤp Cũ\nẤp <b>';
    expect(readPaste(text, commune, open, closed)).toEqual([
      { kind: 'known', name: 'Ấp Xoài Đôi', code: '28111-xoai-doi' },
      { kind: 'new', name: 'Ấp Long Thanh', type: 'ấp', code: '28111-long-thanh' },
      { kind: 'odd', name: 'Ấp Long Thanh', why: 'twice', like: 'Ấp Long Thanh' },
      { kind: 'new', name: 'Ấp Xoai Doi x', type: 'ấp', code: '28111-xoai-doi-x' },
      { kind: 'odd', name: 'Ấp Cũ', why: 'closed', like: 'Ấp Cũ' },
      { kind: 'odd', name: 'Ấp <b>', why: 'sign', like: null },
    ]);
  });

  it('does not take another accent for another hamlet', () => {
    expect(readPaste('Ap Xoài Đồi\nẤp Xoài Đội', commune, open, [])[1]).toMatchObject({
      kind: 'odd',
      why: 'similar',
      like: 'Ấp Xoài Đôi',
    });
  });

  it('takes the first of two that differ in their accents alone', () => {
    expect(readPaste('Rạch Đào\nRạch Dao', commune, [], [])[1]).toEqual({
      kind: 'odd',
      name: 'Ấp Rạch Dao',
      why: 'similar',
      like: 'Ấp Rạch Đào',
    });
    expect(readPaste('Xoài Đôi\nXoai Doi', commune, open, [])[1]).toMatchObject({
      why: 'similar',
      like: 'Ấp Xoài Đôi',
    });
  });

  it('gives codes as the preset has them, and none twice', () => {
    const [first] = readPaste('1A', town, [], []);
    expect(first).toMatchObject({ name: 'Khu phố 1A', code: '28108-kp-1a' });
    const taken = [{ code: '28111-long-thanh', name: 'Ấp Long Thành Cũ' }];
    expect(readPaste('Long Thanh', commune, [], taken)[0]).toMatchObject({
      code: '28111-long-thanh-2',
    });
    expect(slugOf('Đường số 7 – Cầu Chùa')).toBe('duong-so-7-cau-chua');
  });
});

const unit = (code: string, area: string | null, takesMembers = true): OrganisationRow => ({
  code,
  name: code,
  shortName: code,
  kind: 'enterprise',
  parent: null,
  area,
  takesMembers,
});

it('units are found where they stand', () => {
  const all = [
    unit('a', '28111'),
    unit('b', '28111-xoai-doi'),
    unit('c', null),
    unit('kind', null, false),
  ];
  const codes = (rows: readonly OrganisationRow[]) => rows.map((one) => one.code);
  expect(codes(unitsIn(all, new Set(['28111', '28111-xoai-doi']), '806'))).toEqual(['a', 'b']);
  expect(codes(unitsIn(all, null, '806'))).toEqual(['c']);
});

it('the same name in the same place is the same unit', () => {
  expect(unitCode('doanh-nghiep', '28111', 'Công ty May Á Đông')).toBe(
    'doanh-nghiep.28111.cong-ty-may-a-dong',
  );
  expect(unitCode('ngan-hang', null, '***')).toBe('ngan-hang.don-vi');
  expect(namesIn(' A  B \n\nA B\nC')).toEqual(['A B', 'C']);
});

it('figures stand by area, then measure, the newest first', () => {
  const row = (id: number, area: string, measure: FigureRow['measure'], asOf: string) => ({
    ...{ id, area, measure, asOf, value: 1, source: 's', estimate: false },
  });
  const rows = [
    row(1, 'b', 'households', '2021-08-01'),
    row(2, 'a', 'smartphones', '2021-08-01'),
    row(3, 'a', 'households', '2021-08-01'),
    row(4, 'a', 'households', '2021-08-09'),
  ];
  expect(inOrder(rows, (code) => code).map((one) => one.id)).toEqual([4, 3, 2, 1]);
});

it('whole numbers are read as people write them', () => {
  expect([readWhole('35.921'), readWhole('0'), readWhole('3,5'), readWhole('')]).toEqual([
    35921,
    0,
    null,
    null,
  ]);
});

it('cells of a table are quoted', async () => {
  expect(
    await csvOf([
      ['a', 'b"c'],
      ['d,e', ''],
    ]).text(),
  ).toBe('"a","b""c"\r\n"d,e",""');
});
