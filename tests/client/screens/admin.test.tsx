// @vitest-environment happy-dom
/** The admin's pages as they are drawn: what never happened is a warning, what each role has, revoking, the trail. */
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import type { Role } from '../../../client/src/core/types';
// Loaded with the file: no test waits for the part of a page.
import '../../../client/src/desk/admin/app';
import { query, startRouter } from '../../../client/src/ui/router';
import { loadTroubles } from '../../../client/src/ui/trouble';
import { openAt } from './support/desk';

loadTroubles();
startRouter();
afterEach(cleanup);

const OWN = 'own-device';
/** The desk at an address; `answers` by the end of the path, null when there is no network. What was asked for. */
const open = (at: string, answers: Record<string, unknown> | null, role: Role = 'admin') =>
  openAt(at, (path) => answers?.[path], { role, device: OWN });

const device = (id: string, name: string, given: Record<string, unknown> = {}) => ({
  id,
  name: 'Android',
  person: { id: `${id}-p`, name },
  membership: { role: 'volunteer', organisation: null, area: '28135', hamlet: null },
  app: '1.0.0',
  enrolled_at: '2021-08-17T00:00:00.000Z',
  last_seen_at: new Date().toISOString(),
  synced_at: null,
  revoked_at: null,
  queue_len: 0,
  oldest_at: null,
  next_n: 3,
  replaced_at: null,
  skew_ms: 0,
  ...given,
});
const devices = {
  items: [
    device('a', 'Chị Mận'),
    device('b', 'Anh Ba', { replaced_at: '2021-09-08T00:00:00.000Z', queue_len: 4, app: '0.9.3' }),
    device(OWN, 'Anh Quản'),
  ],
  next: null,
};
const never = {
  backup: null,
  test: null,
  restore: null,
  trail: null,
  due: { backup: null, test: null, trail: null },
  recent: [],
};
const job = {
  name: 'sending',
  ran_at: null,
  took_ms: null,
  failures: 0,
  failed_at: null,
  error: null,
};
const queue = { waiting: 2, due: 1, retried: 0, oldest_due_at: null, sent: 0, dropped: 0 };
const jobs = { seen_at: null, silent: true, in_server: false, items: [job], queue };
const key = (name: string, number: number, state: string, due: string | null = null) => ({
  name,
  number,
  state,
  made_at: '2020-01-10T00:00:00.000Z',
  due_at: due,
  retire_at: null as string | null,
  campaigns: [] as string[],
});
const due = '2021-01-09T00:00:00.000Z';
const keys = {
  items: [
    key('seal', 1, 'active', due),
    key('seal', 2, 'waiting'),
    { ...key('phone', 1, 'old'), campaigns: ['can-duoc-bluezone-2021'] },
    { ...key('anchor', 1, 'old'), retire_at: '2020-06-01T00:00:00.000Z' },
    key('anchor', 2, 'next'),
  ],
  next: { name: 'seal', number: 1, due_at: due },
};
const all = { devices, 'admin/backups': never, 'admin/keys': keys, 'admin/jobs': jobs };

describe('the list of pages', () => {
  it('says how things stand, so that what never happened cannot be overlooked', async () => {
    open('/huyen/quan-tri', all);
    const link = await screen.findByRole('link', { name: /Sao lưu.*Chưa có lần nào/ });
    expect(link.getAttribute('href')).toBe('/huyen/quan-tri/sao-luu');
    expect(screen.getByRole('link', { name: /Khóa.*Nên đổi khóa/ })).toBeTruthy();
    expect(screen.getByRole('link', { name: /Việc chạy nền.*Chưa chạy/ })).toBeTruthy();
    expect(screen.getByRole('link', { name: /Thiết bị.*1 máy cần xem/ })).toBeTruthy();
  });

  it('has nothing of the installation for the district, and does not ask for it', async () => {
    const asked = open('/huyen/quan-tri', all, 'district');
    await screen.findByRole('link', { name: /Thiết bị.*1 máy cần xem/ });
    expect(screen.queryByRole('link', { name: /Sao lưu/ })).toBeNull();
    expect(asked.filter(({ path }) => path.includes('/admin/'))).toEqual([]);
  });

  it('has no page of the installation behind its address for the district', async () => {
    open('/huyen/quan-tri/khoa', all, 'district');
    expect(await screen.findByRole('heading', { name: 'Không có trang này' })).toBeTruthy();
    expect(screen.queryByText('Các khóa')).toBeNull();
  });
});

describe('backups', () => {
  it('that were never made are warnings with what ends them', async () => {
    open('/huyen/quan-tri/sao-luu', all);
    expect(await screen.findByText('Chưa sao lưu lần nào')).toBeTruthy();
    expect(screen.getByText('Chưa thử phục hồi lần nào')).toBeTruthy();
    expect(screen.getByText(/gocua restore .*--test/)).toBeTruthy();
    expect(screen.getByText('gocua audit export')).toBeTruthy();
  });

  it('say of what the last test failed', async () => {
    const test = {
      at: '2021-09-08T20:00:00.000Z',
      act: 'backup.test',
      subject: 'dem.backup',
      details: { ok: false, problem: 'figures differ from the ops', seconds: 3, head: 1200 },
    };
    open('/huyen/quan-tri/sao-luu', {
      ...all,
      'admin/backups': { ...never, test, recent: [test] },
    });
    expect(await screen.findByText('Không phục hồi được')).toBeTruthy();
    expect(screen.getByText('figures differ from the ops')).toBeTruthy();
    expect(screen.getByText('1.200')).toBeTruthy();
    expect(screen.getByText('Không được')).toBeTruthy();
  });
});

it('keys show their age, what waits for a reload, what is overdue or may go, with the commands', async () => {
  open('/huyen/quan-tri/khoa', all);
  expect(await screen.findByText(/đã quá hạn đổi từ 9\/1\/2021/)).toBeTruthy();
  expect(screen.getByText('gocua keys rotate seal')).toBeTruthy();
  expect(screen.getByText('Có khóa mới mà máy chủ chưa nạp')).toBeTruthy();
  const row = (id: string) => within(screen.getByText(id).closest('tr') as HTMLElement);
  expect(row('phone-1').getByText('10/1/2020')).toBeTruthy();
  expect(row('phone-1').getByText('đợt dùng khóa này: can-duoc-bluezone-2021')).toBeTruthy();
  expect(row('anchor-1').getByText('gocua keys retire anchor 1')).toBeTruthy();
  expect(row('anchor-2').getByText('gocua keys begin anchor')).toBeTruthy();
});

it('a worker that never ran is told, with where to look', async () => {
  open('/huyen/quan-tri/viec-nen', all);
  expect(await screen.findByText('Việc nền chưa chạy lần nào')).toBeTruthy();
  expect(screen.getByText(/gocua-worker/)).toBeTruthy();
  const failing = { ...job, ran_at: due, failures: 3, failed_at: due, error: 'server.busy' };
  cleanup();
  open('/huyen/quan-tri/viec-nen', {
    ...all,
    'admin/jobs': { ...jobs, seen_at: due, silent: false, items: [failing] },
  });
  expect(await screen.findByText('Lỗi 3 lần liền')).toBeTruthy();
  expect(screen.getByText('server.busy')).toBeTruthy();
});

describe('devices', () => {
  const names = () =>
    screen.getAllByRole('rowheader').map((one) => one.querySelector('button')?.textContent);

  it('are filtered by the address, and the filter changes it', async () => {
    open('/huyen/quan-tri/thiet-bi?tinh-trang=can-xem', all);
    await screen.findByRole('button', { name: 'Anh Ba' });
    expect(names()).toEqual(['Anh Ba']);
    fireEvent.click(screen.getByRole('button', { name: 'Tất cả (3)' }));
    await waitFor(() => expect(names()).toHaveLength(3));
    expect(query.value).toBe('');
    fireEvent.input(screen.getByRole('searchbox'), { target: { value: 'man' } });
    await waitFor(() => expect(names()).toEqual(['Chị Mận']));
    expect(query.value).toBe('?tim=man');
  });

  it('are revoked after what it does was told, one of them', async () => {
    const asked = open('/huyen/quan-tri/thiet-bi', {
      ...all,
      'devices/a/revoke': { id: 'a' },
    });
    fireEvent.click(await screen.findByRole('button', { name: 'Chị Mận' }));
    fireEvent.click(await screen.findByRole('button', { name: 'Khóa máy' }));
    expect(screen.getByText(/vẫn lên được trong 45 ngày/)).toBeTruthy();
    expect(screen.queryByText(/bạn bị đăng xuất/)).toBeNull();
    expect(asked.filter(({ method }) => method === 'POST')).toEqual([]);
    fireEvent.click(screen.getByRole('button', { name: 'Khóa máy' }));
    expect(await screen.findByText('Đã khóa máy của Chị Mận.')).toBeTruthy();
    expect(asked.filter(({ method }) => method === 'POST').map(({ path }) => path)).toEqual([
      '/api/v1/devices/a/revoke',
    ]);
  });

  it('warn before the own one is revoked', async () => {
    open('/huyen/quan-tri/thiet-bi', all);
    fireEvent.click(await screen.findByRole('button', { name: 'Anh Quản' }));
    fireEvent.click(await screen.findByRole('button', { name: 'Khóa máy' }));
    expect(screen.getByText(/bạn bị đăng xuất/)).toBeTruthy();
  });

  it('without a network are not called none', async () => {
    open('/huyen/quan-tri/thiet-bi', null);
    expect(await screen.findByText(/Chưa tải được số liệu của trang này/)).toBeTruthy();
    expect(screen.queryByText('Không có máy nào khớp.')).toBeNull();
  });
});

describe('the trail', () => {
  const line = (id: number, given: Record<string, unknown>) => ({
    id,
    at: '2021-09-09T03:00:00.000Z',
    actor: { id: 'p1', name: 'Cán bộ xã' },
    act: 'person.move',
    subject: 'someone',
    subject_name: 'Chị Mận',
    details: { from: { role: 'volunteer' }, to: { role: 'teller' } },
    ...given,
  });
  const people = { items: [{ id: 'p2', name: 'Cán bộ huyện' }], next: null };

  it('says who did what to whom, and asks for what the address says', async () => {
    const items = [line(2, {}), line(1, { actor: null, act: 'moi.la', subject_name: null })];
    const asked = open('/huyen/quan-tri/dau-vet?viec=person&tu=2021-08-20', {
      people,
      audit: { items, next: null },
    });
    const [first, second] = await waitFor(() =>
      within(screen.getByRole('main')).getAllByRole('listitem'),
    );
    expect(first?.textContent).toContain('Chuyển việc, nơi');
    expect(first?.textContent).toContain('Tình nguyện viên → Giao dịch viên');
    expect(second?.textContent).toContain('moi.la');
    expect(second?.textContent).toContain('Lệnh hoặc chương trình');
    const path = asked.find((one) => one.path.startsWith('/api/v1/audit'))?.path ?? '';
    expect(Object.fromEntries(new URL(path, 'http://x').searchParams)).toEqual({
      act: 'person',
      since: '2021-08-20',
      limit: '50',
    });
    const link = within(first as HTMLElement).getByRole('link', { name: 'Cán bộ xã' });
    expect(link.getAttribute('href')).toBe(
      '/huyen/quan-tri/dau-vet?nguoi=p1&viec=person&tu=2021-08-20',
    );
  });

  it('offers staff and whoever stands in it', async () => {
    open('/huyen/quan-tri/dau-vet', { people, audit: { items: [line(1, {})], next: null } });
    await screen.findAllByRole('listitem');
    const select = screen.getByLabelText('Người làm') as HTMLSelectElement;
    await waitFor(() =>
      expect([...select.options].map((one) => one.text)).toContain('Cán bộ huyện'),
    );
    expect([...select.options].map((one) => one.text)).toContain('Cán bộ xã');
    fireEvent.change(select, { target: { value: 'gocua' } });
    await waitFor(() => expect(query.value).toBe('?nguoi=gocua'));
  });

  it('with nothing that fits leads back to everything', async () => {
    open('/huyen/quan-tri/dau-vet?viec=token', { people, audit: { items: [], next: null } });
    expect(await screen.findByText('Không có việc nào khớp.')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Bỏ lọc' }).getAttribute('href')).toBe(
      '/huyen/quan-tri/dau-vet',
    );
  });
});
