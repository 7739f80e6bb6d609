// @vitest-environment happy-dom
/** Tokens of programs: made once and shown once, listed without what opens them, closed after a question. */
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, expect, it } from 'vitest';
import { success } from '../../../client/src/core/result';
import type { Role } from '../../../client/src/core/types';
import { DeskApp } from '../../../client/src/desk/app';
// Loaded with the file: no test waits for the part of a page.
import '../../../client/src/desk/tokens/app';
import type { Session } from '../../../client/src/sync/account';
import { createTransport } from '../../../client/src/sync/transport';
import { go, startRouter } from '../../../client/src/ui/router';
import { DIRECTORY } from '../support/phone';
import { toldNotify } from './support/notify';

startRouter();
afterEach(cleanup);

const SECRET = 'gocua.vdj3Yj2kq9WmT0s_x7-1LbPzR4uHnEaCgKfSoD8tMwQ';

type Line = Record<string, unknown>;

function line(id: string, more: Line = {}): Line {
  return {
    id,
    name: 'Bảng của Sở',
    rights: ['totals'],
    area: null,
    area_name: null,
    organisation: null,
    organisation_name: null,
    state: 'active',
    created_by: { id: 'p', name: 'Chị Hoa' },
    created_at: '2021-09-01T02:00:00.000Z',
    expires_at: '2021-11-30T02:00:00.000Z',
    used_at: null,
    revoked_at: null,
    token: null,
    ...more,
  };
}

/** The page on a server that keeps tokens; what was posted, in order. */
function open(role: Role, kept: Line[] = []) {
  const posted: { path: string; body: unknown }[] = [];
  const answer = (body: Line, status = 200) =>
    new Response(
      JSON.stringify({ p: 'gocua', v: 1, server_now: '2021-09-09T03:12:00.000Z', ...body }),
      { status, headers: { Gocua: '1', 'Content-Type': 'application/json' } },
    );
  const transport = createTransport({
    deviceId: 'd',
    app: '1',
    language: 'vi',
    fetch: async (input, init) => {
      const path = String(input);
      if (init?.method !== 'POST') {
        return answer({ items: path.includes('/tokens') ? kept : [], next: null });
      }
      const body = init.body === undefined ? null : (JSON.parse(String(init.body)) as Line);
      posted.push({ path, body });
      if (!path.endsWith('/revoke')) {
        const made = line(String(body?.id), { name: body?.name, rights: body?.rights });
        kept.unshift(made);
        return answer({ ...made, token: SECRET }, 201);
      }
      const found = kept.find((one) => path.includes(String(one.id)));
      Object.assign(found ?? {}, { state: 'revoked' });
      return answer(found ?? {});
    },
  });
  const campaign = {
    code: 'c',
    name: 'Bluezone 2021',
    startsOn: '2021-08-17',
    endsOn: '2021-09-30',
    tz: 'Asia/Ho_Chi_Minh',
    sample: false,
  };
  const person = { id: 'p', name: 'Chị Hoa', role };
  const session = {
    device: { deviceId: 'd', person, campaign },
    store: { directory: async () => DIRECTORY, saveDirectory: async () => {} },
    transport: {
      ...transport,
      me: async () => success({ person, campaign, membership: { organisation: null, area: null } }),
      directory: async () => success(null),
    },
  } as unknown as Session;
  go('/huyen/ma-truy-cap', { replace: true });
  render(<DeskApp session={session} notify={toldNotify()} signOut={async () => {}} />);
  return posted;
}

const make = () => fireEvent.click(screen.getByRole('button', { name: 'Tạo mã' }));

it('is made for a scope with the rights that were ticked, and shown once', async () => {
  const posted = open('district');
  await screen.findByText('Chưa có mã nào');
  fireEvent.input(screen.getByLabelText('Dùng cho việc gì'), { target: { value: ' Bảng xã ' } });
  fireEvent.change(screen.getByLabelText('Được xem'), { target: { value: 'area' } });
  fireEvent.change(await screen.findByLabelText('Địa bàn'), { target: { value: '28135' } });
  fireEvent.click(screen.getByLabelText('Tệp số liệu (CSV, Excel)'));
  fireEvent.change(screen.getByLabelText('Hạn dùng'), { target: { value: '365' } });
  make();
  expect(await screen.findByText(SECRET)).toBeTruthy();
  expect(posted[0]?.body).toMatchObject({
    name: 'Bảng xã',
    rights: ['totals', 'exports'],
    area: '28135',
    organisation: null,
    days: 365,
  });
  fireEvent.click(screen.getByRole('button', { name: 'Đã chép xong' }));
  await screen.findByRole('button', { name: 'Tạo mã' });
  expect(document.body.textContent).not.toContain(SECRET);
  expect(await screen.findByText('Bảng xã')).toBeTruthy();
  expect(screen.getByText(/Tổng hợp, Tệp$/)).toBeTruthy();
});

it('says at each field what is missing, and sends nothing', async () => {
  const posted = open('district');
  await screen.findByText('Chưa có mã nào');
  fireEvent.change(screen.getByLabelText('Được xem'), { target: { value: 'organisation' } });
  fireEvent.click(screen.getByLabelText('Số liệu tổng hợp'));
  make();
  for (const sentence of [
    'Chưa ghi dùng cho việc gì.',
    'Chưa chọn tổ chức.',
    'Chọn ít nhất một mục.',
  ]) {
    expect(await screen.findByText(sentence)).toBeTruthy();
  }
  expect(posted).toEqual([]);
});

it('offers the state of the server to the admin alone, and of the whole campaign', async () => {
  open('district');
  await screen.findByText('Chưa có mã nào');
  expect(screen.queryByLabelText(/Prometheus/)).toBeNull();
  cleanup();
  open('admin');
  await screen.findByText('Chưa có mã nào');
  expect(screen.getByLabelText(/Prometheus/)).toBeTruthy();
  fireEvent.change(screen.getByLabelText('Được xem'), { target: { value: 'area' } });
  await waitFor(() => expect(screen.queryByLabelText(/Prometheus/)).toBeNull());
});

it('is closed after a question, and stays in the list as closed', async () => {
  const posted = open('district', [
    line('0190aaaa-0000-7000-8000-000000000001', {
      area_name: 'Xã Mỹ Lệ',
      used_at: '2021-09-09T01:31:00.000Z',
    }),
    line('0190aaaa-0000-7000-8000-000000000002', { name: 'Prometheus', rights: ['metrics'] }),
    line('0190aaaa-0000-7000-8000-000000000003', { name: 'Cũ', state: 'expired' }),
  ]);
  const row = (await screen.findByText('Bảng của Sở')).closest('li') as HTMLElement;
  expect(row.textContent).toContain('Xã Mỹ Lệ');
  expect(row.textContent).toContain('08:31 9/9/2021');
  expect(row.textContent).toContain('Chị Hoa tạo 1/9/2021');
  // What is the admin's, and what is over, is not the district's to close.
  expect(screen.getAllByRole('button', { name: /^Thu hồi mã/ })).toHaveLength(1);
  fireEvent.click(within(row).getByRole('button', { name: 'Thu hồi mã “Bảng của Sở”' }));
  expect(posted).toEqual([]);
  fireEvent.click(await screen.findByRole('button', { name: 'Thu hồi ngay' }));
  expect(await screen.findByText('Đã thu hồi mã “Bảng của Sở”.')).toBeTruthy();
  expect(posted[0]?.path).toBe('/api/v1/tokens/0190aaaa-0000-7000-8000-000000000001/revoke');
  await waitFor(() => expect(row.textContent).toContain('Đã thu hồi'));
});
