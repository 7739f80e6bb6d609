// @vitest-environment happy-dom
/** A shared phone before anything has been sent or counted: nobody's queue is called empty that is not. */
import { cleanup, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, expect, it } from 'vitest';
import { openSharing } from '../../../client/src/field/people/sharing';
import { openSeats } from '../../../client/src/store/devices';
import { openLocks } from '../../../client/src/store/locks';
import type { Session } from '../../../client/src/sync/account';
import { engineLater } from '../../../client/src/sync/later';
import { makePhone, type Phone } from '../support/phone';

afterEach(cleanup);

const never = new Promise<Session>(() => {});

async function sharing() {
  return openSharing(await openSeats(), await openLocks());
}

async function locked(phone: Phone, session: Promise<Session>) {
  render(await (await sharing()).lock(phone.store.device, session, async () => {}));
}

it('the lock tells what waits before there is an engine', async () => {
  const phone = await makePhone();
  await phone.save();
  await phone.save();
  await locked(phone, never);
  expect(await screen.findByRole('link', { name: '2 chờ gửi' })).toBeTruthy();
});

it('an engine that has not counted yet does not undo it', async () => {
  const phone = await makePhone();
  await phone.save();
  const session = Promise.resolve({ engine: engineLater() } as unknown as Session);
  await locked(phone, session);
  await session;
  expect(await screen.findByRole('link', { name: '1 chờ gửi' })).toBeTruthy();
  expect(screen.queryByText('Đã gửi hết')).toBeNull();
});

it('what is all sent is said to be, at the lock and among the people', async () => {
  const phone = await makePhone();
  await phone.save();
  await phone.pass();
  await locked(phone, never);
  expect(await screen.findByRole('link', { name: 'Đã gửi hết' })).toBeTruthy();
  cleanup();
  render(await (await sharing()).people(null, async () => {}));
  expect(await screen.findByText('Đã gửi hết')).toBeTruthy();
});

it('a queue that waits is told among the people', async () => {
  const phone = await makePhone();
  await phone.save();
  render(await (await sharing()).people(null, async () => {}));
  await waitFor(() => expect(screen.getByText('1 lượt chờ gửi')).toBeTruthy());
  expect(screen.queryByText('Đã gửi hết')).toBeNull();
});
