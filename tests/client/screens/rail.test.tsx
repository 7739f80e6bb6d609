// @vitest-environment happy-dom
/** The rail: pages under the headings of their groups, folded and unfolded, never losing the page that is open. */
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, expect, it, vi } from 'vitest';
// Loaded with the file: no test waits for the part of a page.
import '../../../client/src/desk/overview/app';
import { go, startRouter } from '../../../client/src/ui/router';
import { loadTroubles } from '../../../client/src/ui/trouble';
import { card, open, openAt } from './support/desk';

void loadTroubles();
startRouter();
afterEach(cleanup);

const rail = () => screen.findByRole('navigation', { name: 'Chính' });
const heading = async (name: string) => within(await rail()).findByRole('button', { name });
const links = async () =>
  within(await rail())
    .getAllByRole('link')
    .map((link) => link.textContent);

it('is unfolded where an admin works', async () => {
  open('/huyen', { role: 'admin' });
  await waitFor(async () => expect(await links()).toContain('Hệ thống'));
});

it('groups the pages under headings, and what is seldom needed is folded', async () => {
  open('/huyen');
  const headings = within(await rail()).getAllByRole('heading', { level: 2 });
  expect(headings.map((one) => one.textContent)).toEqual([
    'Theo dõi',
    'Báo cáo, kê khai',
    'Kiểm tra',
    'Quản trị',
  ]);
  expect(await links()).not.toContain('Danh mục');
  const manage = await heading('Quản trị');
  fireEvent.click(manage);
  await waitFor(async () => expect(await links()).toContain('Danh mục'));
  fireEvent.click(manage);
  await waitFor(() => expect(manage.getAttribute('aria-expanded')).toBe('false'));
});

it('marks the group of the page that is open when it is folded', async () => {
  open('/huyen');
  await card('smartphones');
  expect((await heading('Theo dõi')).dataset.here).toBeUndefined();
  fireEvent.click(await heading('Theo dõi'));
  await waitFor(async () => expect((await heading('Theo dõi')).dataset.here).toBe(''));
  expect(await links()).not.toContain('Tổng quan');
});

it('shows an organisation only what it has', async () => {
  open('/huyen/don-vi', { role: 'reporter', area: '806', held: '/obligations' });
  const own = ['Tổng quan', 'Hộp thư', 'Nghĩa vụ báo cáo', 'Báo cáo', 'Số liệu kê khai'];
  await waitFor(async () => expect(await links()).toEqual(own));
});

it('unfolds the group that one comes to, folded by hand or not', async () => {
  open('/huyen');
  const manage = await heading('Quản trị');
  expect(manage.getAttribute('aria-expanded')).toBe('false');
  go('/huyen/danh-muc');
  await waitFor(async () =>
    expect(
      within(await rail())
        .getByRole('link', { name: 'Danh mục' })
        .getAttribute('aria-current'),
    ).toBe('page'),
  );
});

const link = async (name: string) => within(await rail()).findByRole('link', { name });

it('tells beside a page how much waits there, and beside its group when that is folded', async () => {
  open('/huyen');
  await link('Nghĩa vụ báo cáo 7 báo cáo cần làm');
  await link('Cần xem 3 lượt cần xem');
  fireEvent.click(await heading('Kiểm tra'));
  await heading('Kiểm tra 3 lượt cần xem');
  expect(await links()).not.toContain('Cần xem');
});

it('asks what waits again once something was settled, and else every five minutes', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  let waiting = 2;
  const line = {
    ...{ id: 'a', op_id: null, status: 'held', code: 'op.held', message: 'Giữ lại', detail: null },
    ...{ person_name: 'Chị M.', area: null, received_at: '2021-09-09T03:12:00.000Z', sent: null },
  };
  const asked = openAt('/huyen/can-xem', (path) => {
    if (path === 'attention') return { items: waiting ? [line] : [], next: null, waiting };
    if (path === 'obligations') return { counts: { open: 4, missing: 1, returned: 0 } };
    if (path !== 'attention/settle') return undefined;
    waiting = 0;
    return { items: [{ id: 'a', done: true, status: 'accepted', message: null }] };
  });
  const counted = () => asked.filter(({ path }) => path.endsWith('/attention?limit=1')).length;
  await link('Cần xem 2 lượt cần xem');
  await link('Nghĩa vụ báo cáo 1 báo cáo cần làm');
  document.dispatchEvent(new Event('visibilitychange'));
  expect(counted()).toBe(1);
  fireEvent.click(await screen.findByRole('button', { name: /^Nhận/ }));
  await link('Cần xem');
  expect(counted()).toBe(2);
  vi.advanceTimersByTime(5 * 60_000);
  await waitFor(() => expect(counted()).toBe(3));
  vi.useRealTimers();
});
