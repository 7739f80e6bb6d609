/** What an op costs on the wire: a phone's own batch of 50 new records, compressed as it sends them. */
import { expect, it } from 'vitest';
import { expectKept } from './support/budget';
import { FakeServer } from './support/fake-server';
import { DIRECTORY, HAMLET, makePhone } from './support/phone';

const OPS = 50;
const ANCHOR = 'AQAAAXs9f2YAAAAAAAAAAnWQ2Yb3wJqv0x6m1pCqk5kqk2l8uW0bQdE';

/** Bytes of the one batch in which a phone sends two phones of each of 25 houses. */
async function batchBytes(number: (place: number) => object): Promise<number> {
  const server = new FakeServer();
  const bodies: ArrayBuffer[] = [];
  const answer = server.fetch;
  const weighing: typeof fetch = async (input, init) => {
    if (init?.body instanceof ArrayBuffer) bodies.push(init.body);
    return await answer(input, init);
  };
  Object.assign(server, { fetch: weighing });
  const phone = await makePhone(server);
  await phone.store.rememberContact({
    anchor: ANCHOR,
    epoch: server.epoch,
    serverNow: new Date(server.now).toISOString(),
    receivedAt: server.now,
    clockError: 0,
  });
  const outcomes = DIRECTORY.outcomes.filter((one) => !one.noHousehold);
  let household = '';
  for (let place = 0; place < OPS; place += 1) {
    if (place % 2 === 0) household = crypto.randomUUID();
    const outcome = outcomes[(place * 3) % outcomes.length]?.code ?? '';
    await phone.save({ area: place < 30 ? HAMLET : '28135', outcome, household, ...number(place) });
    phone.clock.now += 17_321 + 2357 * (place % 11);
  }
  await phone.pass();
  expect(server.batches()).toEqual([OPS]);
  expect(bodies).toHaveLength(1);
  expect([...server.ops.values()].every((op) => op.anchor === ANCHOR)).toBe(true);
  return bodies[0]?.byteLength ?? 0;
}

it('an op without a number costs the bytes that are kept, at most 80', async () => {
  const each = Math.round((await batchBytes(() => ({}))) / OPS);
  expect(each).toBeLessThanOrEqual(80);
  expectKept(each, 'op_bytes_without_number');
});

it('an op with a sealed number costs the bytes that are kept, at most 185', async () => {
  const numbered = (place: number): object => ({
    phone: `0912${String(345_678 + 7919 * place).padStart(6, '0')}`,
    consent: DIRECTORY.consent?.id,
  });
  const each = Math.round((await batchBytes(numbered)) / OPS);
  expect(each).toBeLessThanOrEqual(185);
  expectKept(each, 'op_bytes_with_number');
});
