/**
 * Seeded lives of a phone: saves, corrections, faults, crashes, restores, wrong clocks.
 * At the end everything ever saved is on the server, once, and the phone shows the same.
 * The control trusts an answer's status instead of its results, and must lose something.
 */
import { expect, it } from 'vitest';
import type { Transport } from '../../client/src/sync/contract';
import { freshPace, runPass } from '../../client/src/sync/pass';
import type { Fault } from './support/fake-server';
import { makePhone, type Phone } from './support/phone';

const SEEDS = 40;
const STEPS = 40;
const FAULTS: readonly Fault[] = [
  'lose-reply',
  'offline',
  'html200',
  'redirect302',
  'proxy502',
  'truncate',
  'foreign-batch',
  'error500',
  'unavailable503',
];

/** mulberry32: the same seed is the same life everywhere. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
}

type Mutant = (transport: Transport, phone: Phone) => Transport;

async function pass(phone: Phone, cutAfter: number, mutant: Mutant | null): Promise<void> {
  let steps = 0;
  await runPass({
    store: phone.store,
    transport: mutant ? mutant(phone.transport, phone) : phone.transport,
    pace: freshPace(),
    now: () => phone.clock.now,
    beat: () => {
      steps += 1;
    },
    stale: () => steps >= cutAfter,
  });
}

/** What was saved and is missing, and where phone and server disagree. */
async function live(seed: number, mutant: Mutant | null): Promise<string[]> {
  const roll = dice(seed);
  let phone = await makePhone();
  const { server } = phone;
  const saved = new Set<string>();
  const records: string[] = [];
  await phone.store.saveLimits({ maxOps: 1 + roll(4), maxBytes: 262_144, maxOpBytes: 8192 });
  for (let step = 0; step < STEPS; step += 1) {
    const act = roll(12);
    const record = records[roll(Math.max(1, records.length))];
    if (act < 4) records.push(await phone.save({ note: `nhà ${step}` }));
    else if (act === 4 && record) await phone.store.correctRecord(record, { note: `sửa ${step}` });
    else if (act === 5 && record) await phone.store.withdrawRecord(record);
    else if (act === 6) phone = await phone.reopen();
    else if (act === 7 && server.ops.size > 0) server.restore(roll(server.ops.size));
    else if (act === 8) phone.clock.now += (roll(800) - 400) * 86_400_000;
    else if (act === 9) server.pageSize = 1 + roll(5);
    else {
      server.now += roll(3_600_000);
      server.faults = Array.from({ length: roll(4) }, () => FAULTS[roll(FAULTS.length)] as Fault);
      await pass(phone, 1 + roll(9), mutant);
    }
    for (const opId of await phone.opIds()) saved.add(opId);
  }
  server.faults = [];
  for (let calm = 0; calm < 3; calm += 1) await pass(phone, 1000, mutant);

  const wrong = [...saved].filter((opId) => !server.ops.has(opId)).map((opId) => `lost ${opId}`);
  const { records: shown } = await phone.store.listRecords({ limit: 1000 });
  for (const view of shown) {
    const row = server.rows.find((each) => each.record_id === view.recordId);
    const same = row?.rev === view.rev && row?.note === view.note && row?.void === view.void;
    if (!same) wrong.push(`differs ${view.recordId}`);
  }
  if (shown.length !== records.length) wrong.push(`lists ${shown.length} of ${records.length}`);
  const counts = await phone.store.counts();
  if (counts.sent !== records.length) wrong.push(`counts ${JSON.stringify(counts)}`);
  phone.store.close();
  return wrong;
}

it('loses nothing and doubles nothing, whatever happens on the way', {
  timeout: 60_000,
}, async () => {
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    expect({ seed, wrong: await live(seed, null) }).toEqual({ seed, wrong: [] });
  }
});

it('would be caught if it trusted an answer for its status', { timeout: 60_000 }, async () => {
  const trusting: Mutant = (transport, phone) => ({
    ...transport,
    async push(envelope) {
      const reply = await transport.push(envelope);
      if (reply.ok || reply.error.code !== 'transport.foreign') return reply;
      const serverNow = new Date(phone.server.now).toISOString();
      const results = envelope.ops.map((op) => ({ opId: op.opId, status: 'stored' }));
      return { ok: true, value: { seq: 0, serverNow, results } };
    },
    verify: async () => ({ ok: true, value: [] }),
  });
  let caught = 0;
  for (let seed = 1; seed <= SEEDS; seed += 1)
    caught += Number((await live(seed, trusting)).length > 0);
  expect(caught).toBeGreaterThan(SEEDS / 4);
});
