// @vitest-environment happy-dom
/** Ledger and lists as they are drawn: what does not add up, a history that was cut, a network that is gone. */
import { cleanup, fireEvent, screen } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
// Loaded with the file: no test waits for the part of a page.
import '../../../client/src/desk/attention/app';
import '../../../client/src/desk/ledger/app';
import { startRouter } from '../../../client/src/ui/router';
import { loadTroubles } from '../../../client/src/ui/trouble';
import { openAt } from './support/desk';

loadTroubles();
startRouter();
afterEach(cleanup);

const REPORT = '0190cccc-0000-7000-8000-000000000001';
/** The desk at an address; `answers` by the end of the path, null when there is no network. */
const open = (at: string, answers: () => Record<string, unknown> | null) =>
  openAt(at, (path) => answers()?.[path]);

const part = (touched: number, assists: number) => ({ touched, records: assists, assists });
const whole = {
  code: '806',
  name: 'Huyện Cần Đước',
  // biome-ignore lint/suspicious/noThenProperty: the wire's name
  then: { records: 40, assists: 30, unique: 28 },
  now: { records: 45, assists: 33, unique: null },
  parts: { late: part(1, 1), new: part(4, 4), corrected: part(0, 0), voided: part(2, -2) },
  unexplained: { records: 0, assists: 0 },
};
const ledger = {
  by: 'commune',
  comparable: true,
  from: { seq: 40, at: '2021-09-02T06:00:00.000Z' },
  until: { seq: 47, at: '2021-09-09T03:12:00.000Z' },
  rows: [],
  total: whole,
  server_now: '2021-09-09T03:12:00.000Z',
};
const reports = {
  items: [
    {
      id: REPORT,
      title: 'Báo cáo tuần',
      name: 'UBND xã Mỹ Lệ',
      period: '2021-09-02',
      version: 1,
      received_at: '2021-09-02T06:00:00.000Z',
    },
  ],
};

describe('the ledger', () => {
  it('says each step and where its records are', async () => {
    open(`/huyen/so-da-chot?tu=bc.${REPORT}`, () => ({ ledger, reports }));
    await screen.findByText('Khớp với tổng tính lại từ bản ghi');
    const title = 'Lượt hỗ trợ, huyện Cần Đước, phần của UBND xã Mỹ Lệ';
    expect(screen.getByRole('heading', { name: title })).toBeTruthy();
    const steps = [...document.querySelectorAll('[data-part] > b')].map((one) => one.textContent);
    expect(steps).toEqual(['30', '+1', '0', '−2', '+4', '33']);
    const link = document.querySelector('[data-part=voided] a');
    expect(link?.getAttribute('href')).toBe(`/huyen/so-da-chot?tu=bc.${REPORT}&phan=rut-huy`);
    expect(screen.getByText(/28 → chưa đủ số để hiện/)).toBeTruthy();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('tells what does not add up as an error to report, with both numbers', async () => {
    const total = { ...whole, unexplained: { records: 0, assists: -2 } };
    open('/huyen/so-da-chot', () => ({ ledger: { ...ledger, total }, reports }));
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('cần báo người quản trị');
    expect(alert.textContent).toContain('Huyện Cần Đước: lệch −2 lượt hỗ trợ, 0 bản ghi.');
    expect(alert.textContent).toContain('40 và 47');
    expect(screen.queryByText('Khớp với tổng tính lại từ bản ghi')).toBeNull();
  });

  it('across a restore sets two figures side by side and says why', async () => {
    const { unexplained: _, ...rest } = whole;
    const cut = { ...ledger, comparable: false, total: { ...rest, parts: null } };
    open(`/huyen/so-da-chot?tu=bc.${REPORT}&phan=moi`, () => ({ ledger: cut, reports }));
    await screen.findByText('Không so được từng lượt');
    const figures = [...document.querySelectorAll('[data-ledger] dd')].map(
      (one) => one.textContent,
    );
    expect(figures).toEqual(['30', '33']);
    expect(document.querySelector('[data-part]')).toBeNull();
    expect(document.querySelector('.ledger-records')).toBeNull();
  });
});

describe('a list without a network', () => {
  it('says so, and comes when it is asked for again', async () => {
    let online = false;
    const attention = { items: [], next: null, waiting: 0 };
    open('/huyen/can-xem', () => (online ? { attention } : null));
    const again = await screen.findByRole('button', { name: 'Thử lại' });
    expect(screen.queryByText('Không có lượt nào cần xem')).toBeNull();
    online = true;
    fireEvent.click(again);
    await screen.findByText('Không có lượt nào cần xem');
    expect(screen.queryByRole('button', { name: 'Thử lại' })).toBeNull();
  });
});
