// @vitest-environment happy-dom
/** The counter: one tap is one record, keys count once, every tap of today can be undone. */
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createSource } from '../../../client/src/core/observable';
import type { Directory } from '../../../client/src/core/types';
import { CounterApp } from '../../../client/src/counter/app';
import { actionOf, buttonOf, counterArea, outcomeOf } from '../../../client/src/counter/tally';
import type { Engine } from '../../../client/src/sync/contract';
import { loadTroubles } from '../../../client/src/ui/trouble';
import { DIRECTORY, makePhone, type Phone } from '../support/phone';
import { calm } from './support/field';

loadTroubles();
afterEach(cleanup);

const lists: Directory = {
  ...DIRECTORY,
  outcomes: [
    ...DIRECTORY.outcomes,
    { code: 'already', name: 'Đã có', group: 'neutral', noHousehold: false },
    { code: 'refused_privacy', name: 'Lo lộ thông tin', group: 'refused', noHousehold: false },
    { code: 'no_smartphone', name: 'Cục gạch', group: 'not_eligible', noHousehold: false },
    { code: 'other', name: 'Khác', group: 'other', noHousehold: false },
  ],
};

async function open(phone?: Phone): Promise<Phone> {
  const used = phone ?? (await makePhone());
  await used.store.saveDirectory(lists, null);
  const engine: Engine = {
    status: createSource(calm),
    syncNow: async () => ({ outcome: 'done', answered: 0, problem: null, retryAfter: null }),
    stop: () => {},
  };
  render(<CounterApp store={used.store} engine={engine} />);
  await screen.findByRole('button', { name: /Đã hướng dẫn 1 khách/ });
  await waitFor(() => expect(screen.queryByText(/Chưa tải được danh sách/)).toBeNull());
  return used;
}

const press = (key: string, more: Partial<KeyboardEvent> = {}) =>
  fireEvent.keyDown(document.body, { key, ...more });
const number = (text: string) =>
  waitFor(() => expect(document.querySelector('.tally-num')?.textContent).toContain(text));
const all = async (phone: Phone) =>
  (await phone.store.listRecords({ limit: 50 })).records.filter((record) => !record.void);

describe('a tap', () => {
  it('is a record of its own, at a counter, without house or number', async () => {
    const phone = await open();
    fireEvent.click(screen.getByRole('button', { name: /Đã hướng dẫn 1 khách/ }));
    await number('1');
    expect(await all(phone)).toMatchObject([
      {
        mode: 'counter',
        outcome: 'ok_installed_used',
        household: null,
        hasNumber: false,
        note: null,
      },
    ]);
  });

  it('counts only once the store has it', async () => {
    const phone = await open();
    phone.store.saveRecord = async () => ({ ok: false, error: { code: 'store.quota' } });
    fireEvent.click(screen.getByRole('button', { name: /Đã hướng dẫn 1 khách/ }));
    await screen.findByRole('alert');
    await number('0');
  });

  it('made quickly is not lost: ten taps are ten records', async () => {
    const phone = await open();
    for (let i = 0; i < 10; i += 1) press(' ');
    await number('10');
    expect(await all(phone)).toHaveLength(10);
  });
});

it('that cannot be undone is told, and holds up no tap after it', async () => {
  const phone = await open();
  fireEvent.click(screen.getByRole('button', { name: /Đã hướng dẫn 1 khách/ }));
  await number('1');
  const broken = vi.spyOn(phone.store, 'today').mockRejectedValueOnce({ code: 'store.closed' });
  press('Backspace');
  expect((await screen.findByText(/Máy vừa đóng kho lưu/)).closest('[role="alert"]')).toBeTruthy();
  broken.mockRestore();
  fireEvent.click(screen.getByRole('button', { name: /Đã hướng dẫn 1 khách/ }));
  await number('2');
  expect(await all(phone)).toHaveLength(2);
  expect(screen.queryByText(/Máy vừa đóng kho lưu/)).toBeNull();
});

it('that cannot be read says so, until it can', async () => {
  const phone = await open();
  const broken = vi.spyOn(phone.store, 'today').mockRejectedValue({ code: 'store.closed' });
  document.dispatchEvent(new Event('visibilitychange'));
  expect(await screen.findByText(/Các lượt đã lưu vẫn còn trên máy/)).toBeTruthy();
  broken.mockRestore();
  document.dispatchEvent(new Event('visibilitychange'));
  await waitFor(() => expect(screen.queryByText(/đã lưu vẫn còn/)).toBeNull());
});

it('without the lists nothing can be pressed, and the page says why', async () => {
  const phone = await makePhone();
  phone.store.directory = async () => null;
  const engine: Engine = {
    status: createSource(calm),
    syncNow: async () => ({ outcome: 'done', answered: 0, problem: null, retryAfter: null }),
    stop: () => {},
  };
  render(<CounterApp store={phone.store} engine={engine} />);
  expect(await screen.findByText(/Chưa tải được danh sách/)).toBeTruthy();
  const button = screen.getByRole('button', { name: /Đã hướng dẫn 1 khách/ });
  expect(button.getAttribute('aria-disabled')).toBe('true');
  fireEvent.click(button);
  await number('0');
  expect(await all(phone)).toHaveLength(0);
});

it('backspace right after a tap undoes that tap', async () => {
  const phone = await open();
  press('1');
  await waitFor(async () => expect(await all(phone)).toHaveLength(1));
  phone.clock.now += 1000;
  press(' ');
  press('Backspace');
  await waitFor(async () =>
    expect((await phone.store.listRecords({ limit: 50 })).records).toHaveLength(2),
  );
  await waitFor(async () => expect(await all(phone)).toMatchObject([{ outcome: 'already' }]));
});

describe('keys', () => {
  it('space helps, 1 to 4 are the other cases, backspace undoes the last', async () => {
    const phone = await open();
    for (const key of [' ', '1', '2', '3', '4']) {
      press(key);
      phone.clock.now += 1000;
      await waitFor(async () => expect((await all(phone)).length).toBeGreaterThan(0));
    }
    await waitFor(async () => expect(await all(phone)).toHaveLength(5));
    expect((await all(phone)).map((record) => record.outcome).sort()).toEqual([
      'already',
      'no_smartphone',
      'ok_installed_used',
      'other',
      'refused_other',
    ]);
    press('Backspace');
    await waitFor(async () => expect(await all(phone)).toHaveLength(4));
  });

  it('held down, or with Ctrl, do nothing', () => {
    expect(
      actionOf({ key: ' ', repeat: true, ctrlKey: false, metaKey: false, altKey: false }),
    ).toBeNull();
    expect(
      actionOf({ key: '1', repeat: false, ctrlKey: true, metaKey: false, altKey: false }),
    ).toBeNull();
    expect(
      actionOf({ key: '5', repeat: false, ctrlKey: false, metaKey: false, altKey: false }),
    ).toBeNull();
    expect(
      actionOf({ key: 'a', repeat: false, ctrlKey: false, metaKey: false, altKey: false }),
    ).toBeNull();
  });

  it('on a button count once, not twice', async () => {
    const phone = await open();
    const button = screen.getByRole('button', { name: /Đã hướng dẫn 1 khách/ });
    button.focus();
    fireEvent.keyDown(button, { key: ' ' });
    fireEvent.click(button);
    await number('1');
    expect(await all(phone)).toHaveLength(1);
  });
});

it('every tap of today can be undone, not only the last', async () => {
  const phone = await open();
  press(' ');
  await number('1');
  phone.clock.now += 60_000;
  press('1');
  const undos = await waitFor(() => {
    const found = screen.getAllByRole('button', { name: /Hoàn tác: \d\d:\d\d, đã hướng dẫn/ });
    expect(found.length).toBeGreaterThan(0);
    return found;
  });
  fireEvent.click(undos[undos.length - 1] as HTMLElement);
  await number('0');
  expect(await all(phone)).toMatchObject([{ outcome: 'already' }]);
});

it('days before stand in a table of their own and are not in today’s number', async () => {
  const phone = await makePhone();
  await phone.save({ mode: 'counter' });
  await phone.save({ mode: 'counter' });
  phone.clock.now += 86_400_000;
  await open(phone);
  await number('0');
  const table = await screen.findByRole('table');
  expect(table.textContent).toContain('thứ Năm\u00a019/8');
  expect(table.textContent).toContain('2');
});

it('an outcome of any group belongs to one button', () => {
  expect(buttonOf('partial')).toBe('helped');
  expect(buttonOf('revisit')).toBe('failed');
  expect(outcomeOf([], 'helped')).toBeNull();
});

it('taps are logged at the preset hamlet, else at the root of what is seen', () => {
  expect(counterArea(lists, null)).toBe('806');
  expect(counterArea(lists, '28135')).toBe('28135');
  expect(counterArea(lists, 'gone')).toBe('806');
});
