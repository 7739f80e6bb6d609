/** What needs a person today, each with the page where it is done. */
import { dayOf } from '../../core/day';
import type { Totals } from '../../sync/contract';
import { count, hour, namedDay } from '../../ui/format';
import { Icon, type IconName } from '../../ui/icon';
import { FreshLine } from './fresh-line';
import type { Fresh, Work as Waiting } from './wire';
import { overviewWords } from './words';

/** Signals: null where they are not for this role, or not counted yet. */
type Work = Waiting & { readonly signals: number | null };

interface Item {
  readonly key: string;
  readonly kind: 'bad' | 'wait' | 'none';
  readonly icon: IconName;
  readonly title: string;
  readonly text: string;
  readonly href: string;
  readonly act: string;
}

function itemsOf(work: Work, fresh: Fresh | null, tz: string, staff: boolean): readonly Item[] {
  const w = overviewWords.value.work;
  const found: Item[] = [];
  const add = (n: number | null, item: Item) => {
    if (n !== null && n > 0) found.push(item);
  };
  add(work.missing, {
    key: 'missing',
    kind: 'bad',
    icon: 'doc',
    title: w.missing(work.missing),
    text: staff ? w.missingText : w.ownText,
    href: '/huyen/nghia-vu?xem=thieu',
    act: staff ? w.urge : w.see,
  });
  add(work.dueAt ? work.open : 0, {
    key: 'open',
    kind: 'wait',
    icon: 'clock',
    title: w.open(work.open),
    text: work.dueAt ? w.due(hour(work.dueAt, tz), namedDay(dayOf(work.dueAt, tz))) : '',
    href: '/huyen/nghia-vu',
    act: w.see,
  });
  add(work.returned, {
    key: 'returned',
    kind: 'wait',
    icon: 'undo',
    title: w.returned(work.returned),
    text: w.returnedText,
    href: '/huyen/nghia-vu?xem=tra-lai',
    act: w.see,
  });
  const silent = fresh?.total.silent ?? 0;
  const most = [...(fresh?.communes ?? [])]
    .filter((one) => one.silent > 0)
    .sort((a, b) => b.silent - a.silent)
    .slice(0, 2)
    .map((one) => `${one.name} ${count(one.silent)}`);
  add(silent, {
    key: 'silent',
    kind: 'wait',
    icon: 'phone',
    title: w.silent(silent),
    text: w.most(most.join(', ')),
    href: '/huyen/nguoi',
    act: w.see,
  });
  add(work.quarantined, {
    key: 'quarantined',
    kind: 'wait',
    icon: 'fail',
    title: w.quarantined(work.quarantined ?? 0),
    text: w.quarantinedText,
    href: '/huyen/can-xem',
    act: w.settle,
  });
  add(work.held, {
    key: 'held',
    kind: 'wait',
    icon: 'held',
    title: w.held(work.held ?? 0),
    text: w.heldText,
    href: '/huyen/can-xem',
    act: w.settle,
  });
  add(work.signals, {
    key: 'signals',
    kind: 'none',
    icon: 'shield',
    title: w.signals(work.signals ?? 0),
    text: w.signalsText,
    href: '/huyen/kiem-tra',
    act: w.see,
  });
  return found;
}

export function WorkCard(props: {
  work: Work;
  fresh: Fresh | null;
  totals: Totals;
  tz: string;
  /** Looks after others' reports too. */
  staff: boolean;
}) {
  const w = overviewWords.value;
  const items = itemsOf(props.work, props.fresh, props.tz, props.staff);
  return (
    <section class="card" data-work>
      <div class="card-head">
        <h2>{w.work.title}</h2>
        {items.length > 0 ? <span class="muted sm">{w.work.items(items.length)}</span> : null}
      </div>
      {items.length > 0 ? (
        <ul class="todo">
          {items.map((item) => (
            <li key={item.key} class="todo-item" data-item={item.key}>
              <span class={`todo-icon state-${item.kind}`}>
                <Icon name={item.icon} />
              </span>
              <div class="todo-text">
                <b>{item.title}</b>
                <span>{item.text}</span>
              </div>
              <a class="btn no-print" href={item.href} aria-label={`${item.act}: ${item.title}`}>
                {item.act}
              </a>
            </li>
          ))}
        </ul>
      ) : (
        <p class="sm muted">{w.work.none}</p>
      )}
      <div class="card-line">
        <h2>{w.fresh.title}</h2>
        <FreshLine of={{ totals: props.totals, name: null }} />
      </div>
    </section>
  );
}
