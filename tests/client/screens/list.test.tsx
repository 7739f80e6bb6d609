// @vitest-environment happy-dom
/** My list, one record, what needs attention, and the houses to come back to. */
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { go } from '../../../client/src/ui/router';
import { loadTroubles } from '../../../client/src/ui/trouble';
import { makePhone } from '../support/phone';
import { openScreens } from './support/field';

const HOUSE = '01890000-0000-7000-8000-0000000000a1';
const OTHER = '01890000-0000-7000-8000-0000000000a2';

loadTroubles();
afterEach(cleanup);

const tap = async (name: string | RegExp) =>
  fireEvent.click(await screen.findByRole('button', { name }));
const rowsOf = () => screen.findAllByRole('link', { name: /\d\d:\d\d ·/ });

describe('my list', () => {
  it('says what came back after the browser had lost its data, until that was read', async () => {
    const phone = await makePhone();
    await phone.save();
    await phone.store.remember({ lost: { waiting: 1, at: phone.clock.now } });
    const app = await openScreens('/so', { phone });
    expect((await screen.findByText(/đã làm mất dữ liệu trên máy/)).textContent).toContain(
      'Đã lấy lại 1 lượt chưa gửi',
    );
    await tap('Đã hiểu');
    await waitFor(() => expect(screen.queryByText(/đã làm mất dữ liệu/)).toBeNull());
    await waitFor(async () => expect((await phone.store.memory()).lost).toBeNull());
    await app.kill('/so');
    await rowsOf();
    expect(screen.queryByText(/đã làm mất dữ liệu/)).toBeNull();
  });

  it('that cannot be read says so, and is read again by opening the page once more', async () => {
    const phone = await makePhone();
    await phone.save();
    const app = await openScreens('/', { phone });
    const broken = vi
      .spyOn(phone.store, 'listRecords')
      .mockRejectedValue(Object.assign(new Error('gone'), { code: 'store.closed' }));
    go('/so');
    expect(await screen.findByText(/Các lượt đã lưu vẫn còn trên máy/)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Mở lại' })).toBeTruthy();
    expect(screen.queryByText(/Chưa có lượt nào/)).toBeNull();
    // another reading that succeeds does not take it away
    app.field.changed.value += 1;
    await app.field.reading('another', phone.store.revisits());
    expect(screen.getByText(/Các lượt đã lưu vẫn còn trên máy/)).toBeTruthy();
    broken.mockRestore();
    await phone.save();
    expect(await rowsOf()).toHaveLength(2);
    await waitFor(() => expect(screen.queryByText(/đã lưu vẫn còn/)).toBeNull());
  });

  it('shows what, when, how and where each record is now', async () => {
    const phone = await makePhone();
    await phone.save({ outcome: 'owner_absent', revisitOn: '2021-08-20' });
    await phone.pass();
    await phone.save({ mode: 'gate', outcome: 'storage_full' });
    await openScreens('/so', { phone });
    const [newest, older] = await rowsOf();
    expect(newest?.textContent).toContain('Máy đầy bộ nhớ');
    expect(newest?.textContent).toContain('Tại cổng');
    expect(newest?.textContent).toContain('Chờ gửi');
    expect(older?.textContent).toContain('Đến máy chủ');
    expect(older?.textContent).toContain('Hẹn 20/8');
    expect(older?.textContent).toContain('Đã gửi');
  });

  it('counts each state from its own store and filters by it', async () => {
    const phone = await makePhone();
    await phone.save();
    await phone.save();
    await phone.pass();
    await phone.save({ outcome: 'storage_full' });
    await openScreens('/so', { phone });
    await tap(/^1\s*Chờ gửi$/);
    await waitFor(async () => expect(await rowsOf()).toHaveLength(1));
    await tap(/^2\s*Đã gửi$/);
    await waitFor(async () => expect(await rowsOf()).toHaveLength(2));
  });

  it.each([
    ['a year ahead', 365],
    ['a year behind', -365],
  ])('shows under today what is logged by a clock that is %s', async (_what, days) => {
    const phone = await makePhone();
    phone.clock.now += days * 86_400_000;
    await phone.pass();
    await phone.save({ outcome: 'storage_full' });
    await openScreens('/so', { phone });
    expect(await screen.findByRole('radio', { name: 'Hôm nay', checked: true })).toBeTruthy();
    await waitFor(async () => expect(await rowsOf()).toHaveLength(1));
    fireEvent.click(screen.getByRole('radio', { name: 'Tất cả' }));
    expect(await screen.findByText(/Ấp Rạch Đào, hôm nay/)).toBeTruthy();
  });

  it('is searched without diacritics', async () => {
    const phone = await makePhone();
    await phone.save({ outcome: 'storage_full', note: 'Đã chỉ cách dọn ảnh' });
    await phone.save();
    await openScreens('/so', { phone });
    await waitFor(async () => expect(await rowsOf()).toHaveLength(2));
    fireEvent.input(screen.getByLabelText('Tìm trong sổ'), { target: { value: 'don anh' } });
    await waitFor(async () => expect(await rowsOf()).toHaveLength(1));
  });

  it('draws fifty rows at a time', async () => {
    const phone = await makePhone();
    for (let i = 0; i < 53; i += 1) await phone.save();
    await openScreens('/so', { phone });
    await waitFor(async () => expect(await rowsOf()).toHaveLength(50));
    await tap('Xem thêm');
    await waitFor(async () => expect(await rowsOf()).toHaveLength(53));
  });

  it('numbers the phones of a house', async () => {
    const phone = await makePhone();
    await phone.save({ household: HOUSE });
    await phone.save({ household: HOUSE });
    await phone.save({ household: OTHER });
    await openScreens('/so', { phone });
    const rows = await rowsOf();
    expect(rows.map((row) => /Máy thứ \d/.exec(row.textContent ?? '')?.[0] ?? null)).toEqual([
      null,
      'Máy thứ 2',
      'Máy thứ 1',
    ]);
  });

  it('when empty says so and leads to the form', async () => {
    await openScreens('/so');
    expect(await screen.findByText('Chưa có lượt nào hôm nay')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Ghi một lượt' }).getAttribute('href')).toBe('/');
  });

  it('"Gửi ngay" tells what came of it, and never says sent for what is not', async () => {
    await openScreens('/so', {
      pass: async () => ({
        outcome: 'failed',
        answered: 0,
        problem: 'transport.timeout',
        retryAfter: null,
      }),
    });
    await tap('Gửi ngay');
    expect(await screen.findByText(/Máy chủ chưa trả lời/)).toBeTruthy();
    expect(screen.queryByText(/Đã đến máy chủ/)).toBeNull();
  });

  it('hears "Gửi ngay" also while the phone is sending by itself', async () => {
    const answered = { outcome: 'done', answered: 1, problem: null, retryAfter: null } as const;
    const { status } = await openScreens('/so', { pass: async () => answered });
    status.set({ ...status.value, sending: true });
    await tap('Gửi ngay');
    expect(await screen.findByText('Đã đến máy chủ 1 lượt')).toBeTruthy();
  });
});

describe('one record', () => {
  it('is withdrawn and brought back, each as a correction', async () => {
    const phone = await makePhone();
    const id = await phone.save({ outcome: 'storage_full' });
    await openScreens(`/so/${id}`, { phone });
    await tap('Rút lượt này');
    expect(await screen.findByText(/Đã rút lượt này/)).toBeTruthy();
    expect(await phone.store.getRecord(id)).toMatchObject({ void: true, rev: 2 });
    await tap('Hoàn tác rút');
    await screen.findByRole('button', { name: 'Rút lượt này' });
    expect(await phone.store.getRecord(id)).toMatchObject({ void: false, rev: 3 });
  });

  it('half done is finished in its own record', async () => {
    const phone = await makePhone();
    const id = await phone.save({ outcome: 'ok_installed_nophone' });
    await openScreens(`/so/${id}`, { phone });
    await tap('Đã cài xong');
    fireEvent.click(await screen.findByRole('radio', { name: 'Đã cài xong' }));
    await tap('Lưu');
    await screen.findByText('Đã lưu bản sửa trên máy', { selector: 'p' });
    expect(await phone.store.getRecord(id)).toMatchObject({ outcome: 'ok_installed_used', rev: 2 });
  });

  it('that the commune took out says so, with the reason, and stays in the list', async () => {
    const phone = await makePhone();
    const recordId = await phone.save();
    await phone.pass();
    const [op] = [...phone.server.ops.values()];
    if (!op) throw new Error('nothing was sent');
    const review = { verdict: 'void', reason: 'Ghi trùng với chị Mận', seen_rev: 1 };
    phone.server.addRow(op, { review });
    phone.pace.directoryAt = null;
    await phone.pass();
    await openScreens(`/so/${recordId}`, { phone });
    expect(await screen.findByText('Ghi trùng với chị Mận')).toBeTruthy();
    cleanup();
    await openScreens('/so', { phone });
    expect(await rowsOf()).toHaveLength(1);
  });

  it('that is not here says so and leads back', async () => {
    await openScreens('/so/01890000-0000-7000-8000-0000000000ff');
    expect(await screen.findByText('Không tìm thấy lượt này trên máy')).toBeTruthy();
  });

  it('keeps its sealed number when something else is corrected', async () => {
    const phone = await makePhone();
    const id = await phone.save({ phone: '0912345678', consent: 'phone-2021-1' });
    await openScreens(`/so/${id}`, { phone });
    await tap('Sửa');
    fireEvent.click(await screen.findByRole('radio', { name: 'Đã cài, chưa khai' }));
    await tap('Lưu');
    await screen.findByText('Đã lưu bản sửa trên máy', { selector: 'p' });
    expect(await phone.store.getRecord(id)).toMatchObject({ hasNumber: true, rev: 2 });
  });

  it('loses its number only on wish', async () => {
    const phone = await makePhone();
    const id = await phone.save({ phone: '0912345678', consent: 'phone-2021-1' });
    await openScreens(`/so/${id}`, { phone });
    await tap('Sửa');
    await tap('Bỏ số đã ghi');
    await screen.findByText('Đã lưu bản sửa trên máy', { selector: 'p' });
    expect(await phone.store.getRecord(id)).toMatchObject({ hasNumber: false, rev: 2 });
  });
});

describe('what needs attention', () => {
  async function refused(code: string) {
    const phone = await makePhone();
    const id = await phone.save();
    const [op] = await phone.opIds();
    phone.server.verdicts.set(op as string, { status: 'quarantined', code });
    await phone.pass();
    await openScreens('/so/can-xem', { phone });
    return { phone, id };
  }

  it('says first that the rest goes on, then what happened and what to do', async () => {
    await refused('area.unknown');
    expect(await screen.findByText(/Các lượt khác vẫn gửi bình thường/)).toBeTruthy();
    expect(screen.getByText('Ấp này không còn trong danh sách')).toBeTruthy();
    expect(screen.getByText('Bấm Sửa, chọn lại ấp rồi gửi.')).toBeTruthy();
  });

  it('opens the very field: the hamlet for a hamlet, the reason for a result', async () => {
    await refused('area.unknown');
    await tap('Sửa');
    expect(await screen.findByLabelText(/Tìm ấp/)).toBeTruthy();
    cleanup();
    await refused('outcome.unknown');
    await tap('Sửa');
    expect(await screen.findByRole('radiogroup', { name: 'Cài đến đâu' })).toBeTruthy();
  });

  it('a hamlet is mended in two taps: choose it, save', async () => {
    const { phone, id } = await refused('area.unknown');
    await tap('Sửa');
    await tap(/Chưa có trong danh sách Ghi vào xã Mỹ Lệ/);
    await tap('Lưu');
    await screen.findByText('Đã lưu bản sửa trên máy', { selector: 'p' });
    expect(await phone.store.getRecord(id)).toMatchObject({
      area: '28135',
      outcome: 'ok_installed_used',
      rev: 2,
      state: 'waiting',
    });
  });

  it('shows the number of such records on the tab', async () => {
    await refused('area.unknown');
    cleanup();
    const phone = await makePhone();
    await phone.save();
    const [op] = await phone.opIds();
    phone.server.verdicts.set(op as string, { status: 'held', code: 'area.out_of_scope' });
    await phone.pass();
    await openScreens('/so', { phone });
    const tabs = await screen.findByRole('navigation', { name: 'Chính' });
    await waitFor(() =>
      expect(within(tabs).getByText(/việc/).parentElement?.textContent).toContain('1'),
    );
    expect((await rowsOf())[0]?.textContent).toContain('Đang giữ lại');
  });
});

describe('houses to come back to', () => {
  it('stand by day, say what is due, and start the next record of the house', async () => {
    const phone = await makePhone();
    await phone.save({
      outcome: 'owner_absent',
      revisitOn: '2021-08-17',
      household: HOUSE,
      note: 'Nhà cổng xanh',
    });
    await phone.save({ outcome: 'storage_full', revisitOn: '2021-08-25', household: OTHER });
    const app = await openScreens('/ghe-lai', { phone });
    expect(await screen.findByText('Quá hẹn 2 ngày')).toBeTruthy();
    expect(screen.getByText('“Nhà cổng xanh”')).toBeTruthy();
    expect(screen.queryByText('Máy đầy bộ nhớ')).toBeNull();
    // One is due, the other is not: the badge counts the one.
    const tabs = screen.getByRole('navigation', { name: 'Chính' });
    expect(within(tabs).getByText(/việc/).parentElement?.textContent).toBe('1 việc');
    fireEvent.click(screen.getByRole('radio', { name: 'Tất cả' }));
    expect(await screen.findByText('Máy đầy bộ nhớ')).toBeTruthy();
    await tap(/Nhà cổng xanh/);
    await waitFor(() => expect(location.pathname).toBe('/'));
    expect(app.field.visit.household.value).toBe(HOUSE);
  });

  it('with a phone half done lead to its record', async () => {
    const phone = await makePhone();
    const id = await phone.save({
      outcome: 'ok_installed_nophone',
      revisitOn: '2021-08-19',
      household: HOUSE,
    });
    await openScreens('/ghe-lai', { phone });
    await tap('Ghé nhà đầu danh sách');
    await waitFor(() => expect(location.pathname).toBe(`/so/${id}`));
  });
});

it('an unknown address leads back', async () => {
  await openScreens('/khong-co-trang-nay');
  expect(await screen.findByRole('link', { name: 'Về trang chính' })).toBeTruthy();
});
