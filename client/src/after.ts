/**
 * What follows the first screen: the worker, the troubles' sentences, the way to the server.
 *
 * A part of the composition root that no form and no counter waits for. Promises: nothing here is needed to record;
 * what fails for want of a network is done at the next start.
 */
import { dayToKeep } from './core/kept-day';
import type { AppKind, Here } from './here';
import { keepCopy } from './store/keeping';
import type { Engine } from './sync/contract';
import { keep, keptOf, lastDay } from './ui/kept';
import { go } from './ui/router';
import { loadTroubles } from './ui/trouble';
import { sessionOf } from './ways';
import { keepDesk, onOpen, startWorker, updateReady } from './worker/bridge';

let started = false;
let kept = false;

/** Once for a page, whatever it shows first. */
export function startRest(): void {
  if (started) return;
  started = true;
  void loadTroubles();
  onOpen((to) => go(to));
}

/** The worker fetches all files that are not kept yet: once for a page those of everybody, at a desk its own, too. */
export function keepOffline(kind: AppKind, onUpdate: (ready: boolean) => void): void {
  if (kind === 'desk') void keepDesk();
  if (kept) return;
  kept = true;
  void startWorker();
  updateReady.subscribe(onUpdate);
}

function keepDay({ device }: Here): void {
  const day = device && dayToKeep(Date.now(), device.campaign.tz, keptOf(lastDay));
  if (day) keep(lastDay, day);
}

/** A second copy of what waits, for the day on which the browser loses its databases. */
async function keepBeside({ store, seats }: Here): Promise<void> {
  if (store) keepCopy(store);
  const { keepSeats } = await import('./store/kept-seats');
  await keepSeats(seats);
}

/**
 * Sends what a form or a counter saves; a form is also told of notices and of the progress around it.
 * Whatever is shown, what must not be lost is copied.
 */
export async function serve(
  here: Here,
  app: { attach(engine: Engine): void } | null,
  kind: AppKind,
): Promise<void> {
  keepBeside(here).catch(() => undefined);
  keepDay(here);
  if (!app) return;
  const asked = sessionOf(here);
  try {
    const opened = await asked;
    app.attach(opened.engine);
    if (kind === 'counter') return;
    const [{ openNotify }, { followProgress }] = await Promise.all([
      import('./notify'),
      import('./sync/progress'),
    ]);
    void openNotify(opened).keep();
    followProgress({ ...opened, now: Date.now });
  } catch {
    // Offline before the worker has the files: capture goes on, the next start sends.
    if (here.session === asked) here.session = null;
  }
}
