// @vitest-environment happy-dom
/** One's own account at the desk: a new password, and the devices under one's name. */
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import type * as v from 'valibot';
import { parse } from 'valibot';
import { afterEach, expect, it } from 'vitest';
import { success } from '../../../client/src/core/result';
import { DeskApp } from '../../../client/src/desk/app';
// Loaded with the file: no test waits for the part of a page.
import '../../../client/src/desk/account/app';
import type { Session } from '../../../client/src/sync/account';
import { go, startRouter } from '../../../client/src/ui/router';
import { loadTroubles } from '../../../client/src/ui/trouble';
import { DIRECTORY } from '../support/phone';
import { toldNotify } from './support/notify';

loadTroubles();
startRouter();
afterEach(cleanup);

const device = (id: string, person: string, revoked: string | null = null) => ({
  id,
  name: `Máy ${id}`,
  person: { id: person },
  last_seen_at: '2021-09-09T02:00:00.000Z',
  revoked_at: revoked,
  queue_len: 0,
  oldest_at: null,
  skew_ms: 0,
});

/** The page of a clerk `p` on the device `d`; what was sent is told. */
function open({ weak = false, away = false, owes = false, active = false } = {}) {
  const sent: unknown[] = [];
  const person = { id: 'p', name: 'Chị T.', role: 'reporter' };
  const campaign = {
    code: 'c',
    name: 'Bluezone 2021',
    startsOn: '2021-08-17',
    endsOn: '2021-09-30',
    tz: 'Asia/Ho_Chi_Minh',
  };
  const items = [device('d', 'p'), device('e', 'p'), device('f', 'q'), device('g', 'p', 'x')];
  const session = {
    device: { deviceId: 'd', person, campaign },
    store: { directory: async () => DIRECTORY, saveDirectory: async () => {} },
    transport: {
      me: async () =>
        success({
          person,
          campaign,
          membership: { organisation: null, area: null },
          owesFactor: owes,
        }),
      directory: async () => success(null),
      changePassword: async (input: unknown) => {
        sent.push(input);
        return weak
          ? {
              ok: false,
              error: { code: 'password.weak', status: 422, retryAfter: null, message: 'Dễ đoán.' },
            }
          : success(null);
      },
      act: async () => success(null),
      ask: async (request: { method: string; path: string }, guard: v.GenericSchema) => {
        if (away) {
          return {
            ok: false,
            error: { code: 'transport.offline', status: null, retryAfter: null },
          };
        }
        if (request.method === 'POST') sent.push(request.path);
        if (request.path.startsWith('/api/v1/me/factor')) {
          const answers: Record<string, unknown> = {
            'POST /api/v1/me/factor': { secret: 'ABCDEFGHIJKLMNOP', uri: 'otpauth://totp/x' },
            'POST /api/v1/me/factor/confirm': { recovery_codes: ['0123-4567', '89AB-CDEF'] },
          };
          const state = { active, since: null, recovery_left: active ? 2 : 0, required: owes };
          return success(parse(guard, answers[`${request.method} ${request.path}`] ?? state));
        }
        const found = request.path.includes('devices')
          ? { id: 'e', items, next: null }
          : // what the rail counts
            { items: [], next: null, waiting: 0, counts: { open: 0, missing: 0, returned: 0 } };
        return success(parse(guard, found));
      },
    },
  } as unknown as Session;
  go('/huyen/tai-khoan', { replace: true });
  render(<DeskApp session={session} notify={toldNotify()} signOut={async () => {}} />);
  return sent;
}

async function type(old: string, wanted: string, again = wanted) {
  const fields = [
    ['Mật khẩu hiện tại', old],
    ['Mật khẩu mới', wanted],
    ['Nhập lại mật khẩu mới', again],
  ] as const;
  for (const [label, value] of fields)
    fireEvent.input(await screen.findByLabelText(label), { target: { value } });
  fireEvent.click(screen.getByRole('button', { name: 'Đổi mật khẩu' }));
}

it('a new password is sent with the old one, and stays in no field', async () => {
  const sent = open();
  await type('mat-khau-du-dai', 'bò vàng ăn cỏ');
  expect(await screen.findByText(/Đã đổi mật khẩu/)).toBeTruthy();
  expect(sent).toEqual([{ old: 'mat-khau-du-dai', new: 'bò vàng ăn cỏ' }]);
  for (const label of ['Mật khẩu hiện tại', 'Mật khẩu mới', 'Nhập lại mật khẩu mới']) {
    const field = screen.getByLabelText(label) as HTMLInputElement;
    expect([field.type, field.value]).toEqual(['password', '']);
  }
});

it('a short one, or two that differ, are said before anything is sent', async () => {
  const sent = open();
  await type('x', 'ngắn');
  expect(await screen.findByText('Mật khẩu mới cần ít nhất 10 ký tự.')).toBeTruthy();
  await type('x', 'bò vàng ăn cỏ', 'bò vàng ăn rơm');
  expect(await screen.findByText('Hai lần nhập chưa giống nhau.')).toBeTruthy();
  expect(sent).toEqual([]);
});

it('why it was refused is said, and who forgot the old one sends none', async () => {
  const sent = open({ weak: true });
  await type('', 'matkhau123');
  expect(await screen.findByText('Dễ đoán.')).toBeTruthy();
  expect(sent).toEqual([{ new: 'matkhau123' }]);
});

it('is opened beside signing out, and is not among the pages of the rail', async () => {
  open();
  const link = await screen.findByRole('link', { name: 'Tài khoản của bạn' });
  expect(link.getAttribute('href')).toBe('/huyen/tai-khoan');
  expect(link.parentElement?.textContent).toContain('Đăng xuất');
  expect(link.closest('nav')).toBeNull();
});

it('only one’s own devices are listed, and another one is revoked with two presses', async () => {
  const sent = open();
  expect(await screen.findByText('Máy của bạn (3)')).toBeTruthy();
  expect(screen.queryByText('Máy f')).toBeNull();
  expect(screen.getAllByRole('button', { name: /^Khóa máy Máy/ })).toHaveLength(1);
  fireEvent.click(screen.getByRole('button', { name: 'Khóa máy Máy e' }));
  expect(sent).toEqual([]);
  fireEvent.click(await screen.findByRole('button', { name: 'Khóa máy đó' }));
  await waitFor(() => expect(sent).toEqual(['/api/v1/devices/e/revoke']));
  expect(await screen.findByText('Đã khóa Máy e.')).toBeTruthy();
});

it('without network it says so, and shows no empty card', async () => {
  open({ away: true });
  expect(await screen.findByText(/Chưa tải được số liệu của trang này/)).toBeTruthy();
  expect(document.querySelector('.block')).toBeNull();
});

it('a second factor is set up with the password, a QR code and a first code', async () => {
  const sent = open();
  fireEvent.click(await screen.findByRole('button', { name: 'Cài mã xác thực' }));
  fireEvent.click(screen.getByRole('button', { name: 'Tiếp tục' }));
  expect(await screen.findByText('Chưa nhập mật khẩu.')).toBeTruthy();
  const password = screen.getByLabelText('Mật khẩu của bạn');
  fireEvent.input(password, { target: { value: 'mat-khau-du-dai' } });
  fireEvent.click(screen.getByRole('button', { name: 'Tiếp tục' }));
  expect(await screen.findByRole('img', { name: 'Mã QR để cài mã xác thực' })).toBeTruthy();
  expect(screen.getByText('ABCD EFGH IJKL MNOP')).toBeTruthy();
  fireEvent.input(screen.getByLabelText('Mã đang hiện trong ứng dụng'), {
    target: { value: '123456' },
  });
  fireEvent.click(screen.getByRole('button', { name: 'Xác nhận' }));
  expect(await screen.findByText('0123-4567')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Tôi đã cất mã' }));
  await waitFor(() => expect(screen.queryByText('0123-4567')).toBeNull());
  expect(sent).toEqual(['/api/v1/me/factor', '/api/v1/me/factor/confirm']);
});

it('where there is one, taking it away asks for a code too, and few recovery codes are said', async () => {
  const sent = open({ active: true });
  expect(await screen.findByText('Còn 2 mã dự phòng chưa dùng.')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Gỡ mã xác thực' }));
  const password = await screen.findByLabelText('Mật khẩu của bạn');
  fireEvent.input(password, { target: { value: 'mat-khau-du-dai' } });
  fireEvent.click(screen.getByRole('button', { name: 'Gỡ mã xác thực' }));
  expect(await screen.findByText('Chưa nhập mã.')).toBeTruthy();
  expect(sent).toEqual([]);
});

it('who owes one is led here from everywhere, and finds nothing else', async () => {
  open({ owes: true });
  go('/huyen/ke-khai');
  expect(await screen.findByText(/Cài xong mới mở được các trang khác/)).toBeTruthy();
  expect(await screen.findByRole('button', { name: 'Cài mã xác thực' })).toBeTruthy();
  expect(location.pathname).toBe('/huyen/tai-khoan');
  expect(screen.queryByText(/Máy của bạn/)).toBeNull();
});
