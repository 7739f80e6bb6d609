/**
 * Reports that are being written or are on their way, in a database of their own beside the seat's.
 *
 * Apart from the seat's, because a phone at a door never needs them. Promises: a change is durable before it is told;
 * a draft goes only when the server has its report; answers of the server are kept for when there is no network.
 */
import type { DBSchema } from 'idb';
import type { Now } from '../core/clock';
import { instantOf } from '../core/day';
import { uuidv7 } from '../core/ids';
import {
  afterReceipt,
  type DutyKey,
  dutyName,
  finished,
  type Refusal,
  type ReportDraft,
} from '../core/report';
import { type Connection, connect } from './database';

interface ReportsSchema extends DBSchema {
  drafts: { key: string; value: ReportDraft };
  answers: { key: string; value: { readonly at: string; readonly answer: unknown } };
}

export interface Reports {
  load(duty: DutyKey): Promise<ReportDraft | null>;
  list(): Promise<readonly ReportDraft[]>;
  /** Not while it is on its way: `reopen` comes first. */
  save(draft: ReportDraft): Promise<ReportDraft>;
  discard(duty: DutyKey): Promise<void>;
  /** On its way from now on; `serverAhead`: how far the server's clock is ahead, ms. */
  finish(draft: ReportDraft, serverAhead: number): Promise<ReportDraft>;
  /** Back to writing. What was tried may have arrived; the next finish is a report of its own. */
  reopen(duty: DutyKey): Promise<void>;
  /** For the sender. */
  tried(duty: DutyKey, id: string, problem: string): Promise<void>;
  received(duty: DutyKey, id: string): Promise<void>;
  refused(duty: DutyKey, id: string, refusal: Refusal): Promise<void>;
  keep(name: string, answer: unknown): Promise<void>;
  kept(name: string): Promise<{ readonly at: string; readonly answer: unknown } | null>;
  onChange(listener: () => void): () => void;
  close(): void;
}

/** Rejects with StoreError. */
export async function openReports(deviceId: string, now: Now = Date.now): Promise<Reports> {
  const name = `gocua-reports-${deviceId}`;
  const db: Connection<ReportsSchema> = await connect<ReportsSchema>({
    name,
    version: 1,
    upgrade(upgrading, oldVersion) {
      if (oldVersion < 1) {
        upgrading.createObjectStore('drafts');
        upgrading.createObjectStore('answers');
      }
    },
  });
  const listeners = new Set<() => void>();
  const hear = () => {
    for (const listener of [...listeners]) listener();
  };
  const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(name);
  if (channel) channel.onmessage = hear;
  const tell = () => {
    hear();
    channel?.postMessage('changed');
  };

  /** Changes a draft in one transaction; null removes it. */
  async function change(
    duty: DutyKey,
    how: (draft: ReportDraft) => ReportDraft | null,
  ): Promise<void> {
    await db.write(['drafts'], async (tx) => {
      const drafts = tx.objectStore('drafts');
      const found = await drafts.get(dutyName(duty));
      if (!found) return;
      const next = how(found);
      if (next === null) await drafts.delete(dutyName(duty));
      else await drafts.put(next, dutyName(duty));
    });
    tell();
  }

  async function put(draft: ReportDraft): Promise<ReportDraft> {
    const kept = await db.write(['drafts'], async (tx) => {
      const drafts = tx.objectStore('drafts');
      const found = await drafts.get(dutyName(draft));
      // A save that was overtaken by a finish must not call the report back.
      if (found?.sending && !draft.sending) return found;
      await drafts.put(draft, dutyName(draft));
      return draft;
    });
    tell();
    return kept;
  }

  return {
    load: async (duty) => (await db.run((handle) => handle.get('drafts', dutyName(duty)))) ?? null,
    list: () => db.run((handle) => handle.getAll('drafts')),
    save: (draft) => put({ ...draft, changedAt: instantOf(now()) }),
    discard: (duty) => change(duty, () => null),
    finish: (draft, serverAhead) =>
      put(finished(draft, uuidv7(now()), instantOf(now() + serverAhead))),
    reopen: (duty) => change(duty, (draft) => ({ ...draft, sending: null })),
    tried: (duty, id, problem) =>
      change(duty, (draft) =>
        draft.sending?.id === id
          ? { ...draft, sending: { ...draft.sending, tries: draft.sending.tries + 1, problem } }
          : draft,
      ),
    received: (duty, id) => change(duty, (draft) => afterReceipt(draft, id)),
    refused: (duty, id, refusal) =>
      change(duty, (draft) =>
        draft.sending?.id === id ? { ...draft, sending: null, refusal } : draft,
      ),
    async keep(key, answer) {
      await db.write(['answers'], (tx) =>
        tx.objectStore('answers').put({ at: instantOf(now()), answer }, key),
      );
    },
    kept: async (key) => (await db.run((handle) => handle.get('answers', key))) ?? null,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      channel?.close();
      db.close();
    },
  };
}
