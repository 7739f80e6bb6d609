// @vitest-environment happy-dom
/** "Máy này": what is said of the phone, its diagnostic, and leaving it. */
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/preact';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { lookAround, tell } from '../../../client/src/field/pages/leave/diagnosis';
import { loadTroubles } from '../../../client/src/ui/trouble';
import { makePhone } from '../support/phone';
import { openScreens } from './support/field';

loadTroubles();
afterEach(cleanup);

const tap = async (name: string | RegExp) =>
  fireEvent.click(await screen.findByRole('button', { name }));

describe('this phone', () => {
  it('says what stays behind before it signs out', async () => {
    const app = await openScreens('/may-nay');
    app.status.set({ ...app.status.value, waiting: 3 });
    await tap('Đăng xuất');
    const told = await screen.findByText(/Còn 3 lượt chưa gửi/);
    expect(told.textContent).toContain('vẫn giữ trên máy');
    expect(app.signedOut()).toBe(0);
    await tap('Vẫn đăng xuất');
    await waitFor(() => expect(app.signedOut()).toBe(1));
  });
  it('asks once, then signs out', async () => {
    const app = await openScreens('/may-nay');
    await tap('Đăng xuất');
    expect(await screen.findByText(/Đăng xuất khỏi máy này/)).toBeTruthy();
    await tap('Đăng xuất');
    await waitFor(() => expect(app.signedOut()).toBe(1));
  });

  it('does not take a queue that cannot be counted for an empty one', async () => {
    const app = await openScreens('/may-nay');
    app.phone.store.close();
    await tap('Đăng xuất');
    expect(await screen.findByText(/chưa đếm được còn lượt chưa gửi/)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Vẫn đăng xuất' })).toBeTruthy();
  });

  it('says nothing of the queue before it was counted', async () => {
    const app = await openScreens('/may-nay');
    app.status.set({ ...app.status.value, waiting: null });
    expect(await screen.findByText('Đang đếm lượt chờ gửi…')).toBeTruthy();
    expect(screen.queryByText('Không còn lượt nào chờ gửi')).toBeNull();
    expect(screen.queryByRole('link', { name: /Đã gửi hết/ })).toBeNull();
    await app.phone.save();
    expect(await screen.findByRole('link', { name: /1 chờ gửi/ })).toBeTruthy();
    await app.phone.pass();
    app.status.set({ ...app.status.value, waiting: 0 });
    expect(await screen.findByText('Không còn lượt nào chờ gửi')).toBeTruthy();
    expect(screen.getByRole('link', { name: /Đã gửi hết/ })).toBeTruthy();
  });

  it('says how old the oldest is, and when the next try is', async () => {
    const phone = await makePhone();
    await phone.save();
    phone.clock.now += 3 * 3_600_000;
    const app = await openScreens('/may-nay', { phone });
    const nextTryAt = phone.clock.now + 120_000;
    app.status.set({ ...app.status.value, waiting: 1, nextTryAt });
    expect(await screen.findByText(/Thử lại sau 2 phút/)).toBeTruthy();
    expect(await screen.findByText(/3 giờ/)).toBeTruthy();
  });

  it.each([
    ['a little wrong', -180_000, 'Đồng hồ nhanh 3 phút', /không phải làm gì/],
    ['a year wrong', 365 * 86_400_000, 'Đồng hồ chậm 365 ngày', /Chỉnh lại giờ máy/],
  ])('tells a clock that is %s, and what to do', async (_what, clockError, title, text) => {
    const app = await openScreens('/may-nay');
    app.status.set({ ...app.status.value, clockError });
    expect(await screen.findByText(title)).toBeTruthy();
    expect(screen.getByText(text)).toBeTruthy();
  });

  it('tells of an old phone that had not sent all, and what to do', async () => {
    const phone = await makePhone();
    const seenAt = '2021-08-18T10:42:00.000Z';
    const old = { deviceId: 'd1', name: 'Android SM-A105F', waiting: 5, seenAt };
    await phone.store.updateSeat({ oldPhones: [old] });
    await openScreens('/may-nay', { phone });
    expect(await screen.findByText('Máy cũ còn 5 lượt chưa gửi')).toBeTruthy();
    await tap('Phải làm gì');
    expect(screen.getByText(/Android SM-A105F: .* 17:42 thứ Tư.18\/8/)).toBeTruthy();
    expect(screen.getByText(/Đừng ghi lại các lượt đó/)).toBeTruthy();
  });

  it('says when the phone is locked, and that unsent entries are safe', async () => {
    const app = await openScreens('/may-nay');
    app.status.set({ ...app.status.value, problem: 'device.revoked' });
    expect(await screen.findByText('Máy này đã bị khóa')).toBeTruthy();
  });
});

describe('the store of the browser', () => {
  const storage = (persisted: boolean, persist: () => Promise<boolean>) =>
    vi.stubGlobal('navigator', {
      ...navigator,
      userAgent: navigator.userAgent,
      storage: {
        persisted: async () => persisted,
        persist,
        estimate: async () => ({ quota: 3e9, usage: 1e9 }),
      },
    });
  afterEach(() => vi.unstubAllGlobals());

  it('that may be cleared is asked for on a tap; a refusal says what helps', async () => {
    const persist = vi.fn(async () => false);
    storage(false, persist);
    await openScreens('/may-nay');
    expect(await screen.findByText('Kho lưu có thể bị máy xóa')).toBeTruthy();
    expect(screen.getByText(/Còn trống 2,0.GB/)).toBeTruthy();
    expect(persist).not.toHaveBeenCalled();
    await tap('Giữ lâu dài');
    expect(await screen.findByText(/Đưa Gõ Cửa ra màn hình chính rồi thử lại/)).toBeTruthy();
    expect(persist).toHaveBeenCalledTimes(1);
  });

  it('that is kept is said to be', async () => {
    storage(true, async () => true);
    await openScreens('/may-nay');
    expect(await screen.findByText('Kho lưu được giữ lâu dài')).toBeTruthy();
  });

  it('is not called kept where the browser does not say', async () => {
    await openScreens('/may-nay');
    expect(await screen.findByText(/Trình duyệt không cho biết/)).toBeTruthy();
    expect(screen.queryByText('Kho lưu được giữ lâu dài')).toBeNull();
  });
});

describe('the diagnostic', () => {
  it('is read before it is given away', async () => {
    await openScreens('/may-nay');
    expect(screen.queryByText(/Gõ Cửa, chẩn đoán máy/)).toBeNull();
    await tap('Xem chẩn đoán máy');
    const text = (await screen.findByText(/Gõ Cửa, chẩn đoán máy/)).textContent ?? '';
    expect(text).toContain('Phiên bản: 1.0.0');
    expect(text).toContain('Chờ gửi: 0');
    expect(screen.getByRole('button', { name: 'Gửi chẩn đoán' })).toBeTruthy();
  });

  it('counts, and names codes, but nobody and no record', async () => {
    const phone = await makePhone();
    const secret = 'Nhà bà Tám cổng xanh';
    const seenAt = '2021-08-18T10:42:00.000Z';
    const old = { deviceId: 'd1', name: 'Máy của chị Sáu', waiting: 5, seenAt };
    await phone.store.updateSeat({ oldPhones: [old] });
    const records = [
      await phone.save({ phone: '0912345678', consent: 'phone-2021-1', note: secret }),
      await phone.save({ note: secret }),
    ];
    for (const opId of await phone.opIds())
      phone.server.verdicts.set(opId, { status: 'held', code: 'area.out_of_scope' });
    await phone.pass();
    records.push(await phone.save({ note: secret }));
    await phone.store.remember({
      troubles: [
        { code: 'transport.timeout', at: phone.clock.now },
        { code: `Nguyễn Thị Sáu ${records[0]}`, at: phone.clock.now },
      ],
    });
    const app = await openScreens('/may-nay', { phone });
    const status = { ...app.status.value, problem: 'transport.offline' };
    const now = () => phone.clock.now;
    const found = await lookAround({
      store: phone.store,
      status,
      version: '1.2.3',
      standalone: true,
      now,
    });
    const text = tell(found);
    for (const said of [
      'Phiên bản: 1.2.3',
      'Chờ gửi: 1',
      'Cần xem: 2, area.out_of_scope × 2',
      'Vướng hiện nay: transport.offline',
      'transport.timeout 2021-',
      'Máy cũ còn chưa gửi: 5',
    ])
      expect(text).toContain(said);
    const { person, deviceId } = phone.store.device;
    for (const kept of [
      person.name,
      person.id,
      deviceId,
      'chị Sáu',
      secret,
      '912345678',
      '28135',
      'Rạch Đào',
      ...records,
      ...(await phone.opIds()),
    ])
      expect(text).not.toContain(kept);
  });
});
