/**
 * Drawing records at random, to ask about them again.
 * Rests on the wire. Promises: asked again after a failure, it is the same draw; one at a time.
 */
import { useSignal } from '@preact/signals';
import type { TransportFailure } from '../../sync/contract';
import { useDesk } from '../context';
import { drawChecks, newDraw, type Span } from './wire';
import { reviewWords } from './words';

export interface Drawing {
  readonly busy: boolean;
  readonly failure: TransportFailure | null;
  /** How many were found, of how many asked for; null before. */
  readonly drawn: { readonly found: number; readonly asked: number } | null;
  /** True when the server has drawn. */
  draw(many: number, span: Span): Promise<boolean>;
}

export function useDrawing(): Drawing {
  const { session } = useDesk();
  const busy = useSignal(false);
  const failure = useSignal<TransportFailure | null>(null);
  const drawn = useSignal<Drawing['drawn']>(null);
  // Kept until the server answers: asked again, it is the same draw.
  const kept = useSignal<{ id: string; of: string } | null>(null);
  return {
    busy: busy.value,
    failure: failure.value,
    drawn: drawn.value,
    async draw(many, span) {
      if (busy.value) return false;
      const of = JSON.stringify([many, span]);
      if (kept.value?.of !== of) kept.value = { id: newDraw(), of };
      busy.value = true;
      const reply = await drawChecks(session.transport, kept.value.id, many, span);
      busy.value = false;
      failure.value = reply.ok ? null : reply.error;
      drawn.value = reply.ok ? { found: reply.value.items.length, asked: many } : null;
      if (reply.ok) kept.value = null;
      return reply.ok;
    },
  };
}

/** What came of it, as a sentence. */
export function drawnText({ found, asked }: { found: number; asked: number }): string {
  const w = reviewWords.value.samples;
  if (found === 0) return w.drawnNone;
  return found < asked ? w.drawnFewer(found, asked) : w.drawn(found);
}
