// @vitest-environment happy-dom
/** Personal data at the desk: asking for an erasure, deciding on it, and the 72 hours of a breach. */
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import type { Role } from '../../../client/src/core/types';
// Loaded with the file: no test waits for the part of a page.
import '../../../client/src/desk/privacy/app';
import { hoursLeft } from '../../../client/src/desk/privacy/breach';
import { startRouter } from '../../../client/src/ui/router';
import { loadTroubles } from '../../../client/src/ui/trouble';
import { openAt } from './support/desk';

loadTroubles();
startRouter();
afterEach(cleanup);

const facts = {
  records: 3026,
  numbers: 1204,
  notes: 12,
  sealed: 2,
  people: 46,
  devices: 48,
  revoked: 1,
  exports: 3,
  erased: 0,
  purge_from: '2021-10-30',
};
const line = (id: string, asked: string, state = 'waiting') => ({
  id,
  state,
  reason: 'bà gọi đến xã',
  asked_at: '2021-09-09T02:00:00.000Z',
  asked_by: { id: asked, name: 'Chị M.' },
  decided_at: state === 'waiting' ? null : '2021-09-09T03:00:00.000Z',
  decided_by: state === 'waiting' ? null : { id: 'q', name: 'Anh L.' },
});

/** The desk at an address, as `p` in a role; what was sent is told. */
function open(at: string, items: unknown[] = [], role: Role = 'district') {
  const sent: { path: string; body: unknown }[] = [];
  openAt(
    at,
    (path, { method, path: whole, body }) => {
      if (method === 'POST') {
        sent.push({ path: whole, body });
        return line('r', 'p');
      }
      return path.endsWith('facts') ? facts : { items, next: null };
    },
    { role },
  );
  return sent;
}

const base = '/huyen/du-lieu-ca-nhan';

describe('a request to erase a number', () => {
  it('is sent with why, and the number is in the form no longer', async () => {
    const sent = open(base);
    fireEvent.click(await screen.findByRole('button', { name: 'Gửi yêu cầu' }));
    expect(await screen.findByText('Chưa nhập số điện thoại.')).toBeTruthy();
    const phone = screen.getByLabelText('Số điện thoại của người yêu cầu') as HTMLInputElement;
    fireEvent.input(phone, { target: { value: '0912 345 678' } });
    fireEvent.input(screen.getByLabelText(/Yêu cầu đến bằng cách nào/), {
      target: { value: 'bà gọi đến xã' },
    });
    fireEvent.click(screen.getByRole('button', { name: 'Gửi yêu cầu' }));
    expect(await screen.findByText(/Đã ghi yêu cầu/)).toBeTruthy();
    expect(sent).toMatchObject([
      { path: '/api/v1/erasures', body: { phone: '0912 345 678', reason: 'bà gọi đến xã' } },
    ]);
    expect(phone.value).toBe('');
  });

  it('of somebody else is granted with two presses, never with one', async () => {
    const sent = open(base, [line('a', 'q')]);
    fireEvent.click(await screen.findByRole('button', { name: 'Duyệt và xóa' }));
    expect(sent).toEqual([]);
    fireEvent.click(await screen.findByRole('button', { name: 'Bấm lần nữa để xóa hẳn' }));
    await waitFor(() =>
      expect(sent).toEqual([{ path: '/api/v1/erasures/a/decision', body: { grant: true } }]),
    );
  });

  it('of one’s own, or decided already, has no button', async () => {
    open(base, [line('a', 'p'), line('b', 'q', 'done')]);
    expect(await screen.findByText(/cần người khác duyệt/)).toBeTruthy();
    expect(screen.getByText('Đã xóa')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Duyệt và xóa' })).toBeNull();
  });

  it('is for a commune to put down, not to decide', async () => {
    open(base, [line('a', 'q')], 'commune');
    expect(await screen.findByRole('button', { name: 'Gửi yêu cầu' })).toBeTruthy();
    expect(await screen.findByText('Chờ duyệt')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Duyệt và xóa' })).toBeNull();
    expect(screen.queryByRole('link', { name: 'Khi lộ dữ liệu' })).toBeNull();
  });
});

it('what is held is told in counts, with the day of the purge', async () => {
  open(`${base}/dang-giu`);
  expect((await screen.findByText('1.204')).parentElement?.textContent).toContain('mã của số');
  expect(screen.getByText('Từ ngày 30/10/2021 có thể xóa toàn bộ lượt của đợt này.')).toBeTruthy();
});

describe('a breach', () => {
  it('has 72 hours from when it was found', () => {
    const found = '2021-09-09T02:00:00.000Z';
    const after = (hours: number) => Date.parse(found) + hours * 3_600_000;
    expect([0, 1.5, 71.9, 72, 72.5, 75].map((hours) => hoursLeft(found, after(hours)))).toEqual([
      72, 70, 0, 0, -1, -3,
    ]);
  });

  it('is written down with what is known; what is typed is sent nowhere', async () => {
    const sent = open(`${base}/su-co`);
    fireEvent.input(await screen.findByLabelText('Ngày phát hiện'), {
      target: { value: '2021-09-09' },
    });
    fireEvent.input(screen.getByLabelText('Giờ phát hiện'), { target: { value: '08:30' } });
    fireEvent.input(screen.getByLabelText('Chuyện gì đã xảy ra'), {
      target: { value: 'mất máy tính ở xã' },
    });
    expect(
      await screen.findByText('1.204 máy (mã của số), 12 ghi chú, 46 người dùng'),
    ).toBeTruthy();
    expect(screen.getByText('08:30 12/9/2021')).toBeTruthy();
    expect(screen.getAllByText('mất máy tính ở xã').length).toBeGreaterThan(0);
    expect(sent).toEqual([]);
    fireEvent.input(screen.getByLabelText('Giờ phát hiện'), { target: { value: '8h' } });
    expect(await screen.findByText('Ngày hoặc giờ chưa đúng.')).toBeTruthy();
  });
});
