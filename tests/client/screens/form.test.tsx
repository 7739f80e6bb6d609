// @vitest-environment happy-dom
/** Logging a phone: taps, what is kept, what is refused, and what a kill leaves. */
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { loadTroubles } from '../../../client/src/ui/trouble';
import { HAMLET } from '../support/phone';
import { openScreens, type Screens } from './support/field';

loadTroubles();
afterEach(cleanup);

const tap = async (name: string | RegExp) =>
  fireEvent.click(await screen.findByRole('button', { name }));
const pick = async (name: string | RegExp) =>
  fireEvent.click(await screen.findByRole('radio', { name }));
const type = async (name: RegExp, value: string) =>
  fireEvent.input(await screen.findByLabelText(name), { target: { value } });
const saved = () => screen.findByText('Đã lưu trên máy', { selector: 'p' });
const records = async (app: Screens) => (await app.phone.store.listRecords({ limit: 50 })).records;

describe('three taps', () => {
  it('log a phone that could not be done: answer, reason, save', async () => {
    const app = await openScreens();
    await tap(/Vắng nhà/);
    await pick('Chủ máy đi vắng');
    await tap('Lưu');
    await saved();
    expect(await records(app)).toMatchObject([
      { area: HAMLET, mode: 'door', outcome: 'owner_absent', state: 'waiting', hasNumber: false },
    ]);
  });

  it('are two where an answer has one reason: it saves at once', async () => {
    const app = await openScreens();
    await tap(/Chủ nhà không đồng ý/);
    await saved();
    expect(await records(app)).toMatchObject([{ outcome: 'refused_other' }]);
  });

  it('never preselect a reason, and say what is missing', async () => {
    const app = await openScreens();
    await tap(/Vắng nhà/);
    await tap('Lưu');
    expect((await screen.findByRole('alert')).textContent).toContain('Chọn một lý do');
    expect(await records(app)).toHaveLength(0);
  });
});

describe('the number', () => {
  const done = async () => {
    const app = await openScreens();
    await tap('Đã cài xong');
    await pick('Đã cài xong');
    return app;
  };

  it('is saved sealed, with the consent text that was shown', async () => {
    const app = await done();
    await type(/Số điện thoại/, '0912 345 678');
    expect(await screen.findByText(/Số di động hợp lệ/)).toBeTruthy();
    fireEvent.click(screen.getByRole('checkbox'));
    await tap('Lưu');
    await saved();
    const [op] = await app.phone.store.nextOps(1);
    expect(op?.body).toMatchObject({ consent: 'phone-2021-1' });
    expect(JSON.stringify(op)).not.toContain('912345678');
    expect(await records(app)).toMatchObject([{ hasNumber: true }]);
  });

  it('is not saved without the tick; the form stays as typed', async () => {
    const app = await done();
    await type(/Số điện thoại/, '0912345678');
    await tap('Lưu');
    expect(await screen.findByText(/Chưa đánh dấu bà con đồng ý/)).toBeTruthy();
    expect(await records(app)).toHaveLength(0);
    expect((screen.getByLabelText(/Số điện thoại/) as HTMLInputElement).value).toBe('0912345678');
  });

  it('may be left out with one tap, whatever was typed', async () => {
    const app = await done();
    await type(/Số điện thoại/, '02723881213');
    expect(await screen.findByText(/số bàn, không nhận/)).toBeTruthy();
    await tap('Không ghi số');
    await saved();
    expect(await records(app)).toMatchObject([{ hasNumber: false }]);
  });

  it('of an old prefix is shown as it reads today', async () => {
    await done();
    await type(/Số điện thoại/, '01695678945');
    expect(await screen.findByText('Đổi đầu số cũ thành 0395 678 945')).toBeTruthy();
  });

  it('of a rare prefix is asked about once, then taken', async () => {
    const app = await done();
    await type(/Số điện thoại/, '0712345678');
    fireEvent.click(screen.getByRole('checkbox'));
    await tap('Lưu');
    expect(await screen.findByText(/Số hơi lạ/)).toBeTruthy();
    expect(await records(app)).toHaveLength(0);
    await tap('Lưu');
    await saved();
    expect(await records(app)).toMatchObject([{ hasNumber: true }]);
  });

  it('logged twice on this phone the same day is told, not refused', async () => {
    const app = await done();
    await app.phone.save({ phone: '0912345678', consent: 'phone-2021-1' });
    await type(/Số điện thoại/, '0912345678');
    expect(await screen.findByText('Máy này đã ghi số đó hôm nay.')).toBeTruthy();
  });
});

describe('the house', () => {
  it('is kept for the next phone and dropped for another house', async () => {
    const app = await openScreens();
    await tap(/Chủ nhà không đồng ý/);
    await tap(/Thêm máy cùng nhà/);
    expect(await screen.findByText('Máy thứ 2')).toBeTruthy();
    app.phone.clock.now += 1000;
    await tap(/Chủ nhà không đồng ý/);
    await tap(/Thêm máy cùng nhà/);
    await tap('Nhà khác');
    app.phone.clock.now += 1000;
    await tap(/Chủ nhà không đồng ý/);
    await saved();
    const houses = (await records(app)).map((record) => record.household);
    expect(new Set(houses).size).toBe(2);
    expect(houses[1]).toBe(houses[2]);
  });

  it('ends when another hamlet is chosen', async () => {
    const app = await openScreens();
    const before = app.field.visit.household.value;
    await tap(/Đổi ấp/);
    await type(/Tìm ấp/, 'chua co');
    fireEvent.input(screen.getByLabelText(/Tìm ấp/), { target: { value: '' } });
    await tap(/Chưa có trong danh sách Ghi vào xã Mỹ Lệ/);
    await waitFor(() => expect(app.field.visit.area.value).toBe('28135'));
    expect(app.field.visit.household.value).not.toBe(before);
  });
});

describe('a hamlet', () => {
  it('is found without diacritics', async () => {
    await openScreens();
    await tap(/Đổi ấp/);
    await type(/Tìm ấp/, 'rach dao');
    expect(await screen.findByRole('button', { name: /Ấp Rạch Đào/ })).toBeTruthy();
  });

  it('that is not in the list is logged in its commune', async () => {
    const app = await openScreens();
    await tap(/Đổi ấp/);
    await tap(/Chưa có trong danh sách Ghi vào xã Mỹ Lệ/);
    await tap(/Chủ nhà không đồng ý/);
    await saved();
    expect(await records(app)).toMatchObject([{ area: '28135' }]);
  });
});

describe('a kill', () => {
  it('loses nothing that was chosen or typed, but the number', async () => {
    const app = await openScreens();
    await tap(/Vắng nhà/);
    await pick('Chủ máy đi vắng');
    await tap('Ghi chú');
    await type(/Ghi chú/, 'Nhà cổng xanh');
    await pick(/Ngày mai/);
    await app.kill();
    expect(await screen.findByDisplayValue('Nhà cổng xanh')).toBeTruthy();
    expect(
      (screen.getByRole('radio', { name: 'Chủ máy đi vắng' }) as HTMLInputElement).checked,
    ).toBe(true);
    expect((screen.getByRole('radio', { name: /Ngày mai/ }) as HTMLInputElement).checked).toBe(
      true,
    );
  });

  it('keeps hamlet and way of helping from the last record', async () => {
    const app = await openScreens();
    await pick('Tại cổng');
    await tap(/Chủ nhà không đồng ý/);
    await saved();
    const again = await app.kill();
    expect(again.field.visit.mode.value).toBe('gate');
    expect(again.field.visit.area.value).toBe(HAMLET);
  });
});

describe('a failure to save', () => {
  it('says what happened and leaves the form as it was', async () => {
    const app = await openScreens();
    app.phone.store.saveRecord = async () => ({ ok: false, error: { code: 'store.quota' } });
    await tap(/Vắng nhà/);
    await pick('Chủ máy đi vắng');
    await tap('Ghi chú');
    await type(/Ghi chú/, 'Nhà cổng xanh');
    await tap('Lưu');
    await tap('Lưu lại');
    expect(await screen.findByText('Máy hết chỗ lưu')).toBeTruthy();
    expect(screen.queryByText('Đã lưu trên máy', { selector: 'p' })).toBeNull();
    expect(screen.getByDisplayValue('Nhà cổng xanh')).toBeTruthy();
  });

  it('a second tap while saving makes no second record', async () => {
    const app = await openScreens();
    await tap(/Vắng nhà/);
    await pick('Chủ máy đi vắng');
    const button = await screen.findByRole('button', { name: 'Lưu' });
    fireEvent.click(button);
    fireEvent.click(button);
    await saved();
    expect(await records(app)).toHaveLength(1);
  });
});

describe('after saving', () => {
  it('undo withdraws the record', async () => {
    const app = await openScreens();
    await tap(/Chủ nhà không đồng ý/);
    await tap('Hoàn tác');
    await screen.findByText(/Đã hoàn tác/, { selector: 'p' });
    expect(await records(app)).toMatchObject([{ void: true, rev: 2 }]);
  });

  it('edit corrects the same record', async () => {
    const app = await openScreens();
    await tap(/Vắng nhà/);
    await pick('Chủ máy đi vắng');
    await tap('Lưu');
    await saved();
    await tap('Sửa');
    await pick('Chưa vào được');
    await tap('Lưu');
    await screen.findByText('Đã lưu bản sửa trên máy', { selector: 'p' });
    expect(await records(app)).toMatchObject([{ outcome: 'not_accessible', rev: 2 }]);
  });

  it('the sentence follows the record to the server', async () => {
    const app = await openScreens();
    app.status.set({ ...app.status.value, online: false, problem: 'transport.offline' });
    await tap(/Chủ nhà không đồng ý/);
    await screen.findByText('Sẽ tự gửi khi có mạng');
    await app.phone.pass();
    expect(await screen.findByText('Đã đến máy chủ')).toBeTruthy();
  });
});

it('without the lists says so and offers to load them', async () => {
  let asked = 0;
  const first = await openScreens();
  await first.phone.store.saveDirectory(
    {
      areas: [],
      organisations: [],
      outcomes: [],
      modes: [],
      steps: [],
      help: [],
      consent: { id: '', text: '' },
    },
    null,
  );
  cleanup();
  first.phone.store.directory = async () => null;
  await openScreens('/', {
    phone: first.phone,
    pass: async () => {
      asked += 1;
      return { outcome: 'done', answered: 0, problem: null, retryAfter: null };
    },
  });
  expect(await screen.findByText(/Chưa tải được danh sách/)).toBeTruthy();
  await tap('Tải lại');
  await waitFor(() => expect(asked).toBe(1));
});
