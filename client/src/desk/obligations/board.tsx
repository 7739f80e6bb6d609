/**
 * 14: the board of obligations. What is next, how it stands, whom to remind; then the table that proves it.
 *
 * Rests on the server's board and its clock. Promises: filters stand in the address; one tap reminds one unit or all
 * that have not sent, and says what came of it; late is a mark, never a wall.
 */
import { useSignal } from '@preact/signals';
import { uuidv7 } from '../../core/ids';
import type { TransportFailure } from '../../sync/contract';
import { askTexts, boardFile, remindUnits } from '../../sync/obligations';
import type { Reminding, Texts } from '../../sync/protocol-obligations';
import { Btn, Chip } from '../../ui/buttons';
import { Search } from '../../ui/fields';
import { count } from '../../ui/format';
import { Empty } from '../../ui/marks';
import { go, query } from '../../ui/router';
import { useDesk } from '../context';
import { dueChanged } from '../due';
import { DeskFrame } from '../frame';
import { Refused } from '../refused';
import { Select } from '../select';
import { TakeFile } from '../taking/take-file';
import { type Asked, readAddress, writeAddress } from './address';
import { Countdown, Tally } from './countdown';
import {
  columnsOf,
  countsOf,
  filtered,
  focusOf,
  type Group,
  groups,
  isWanting,
  remindersFor,
  rowsOf,
  squaresIn,
  toRemind,
  views,
} from './grid';
import { useBoard } from './live';
import { MovedList, MovedNotice, MoveForm } from './move';
import { useOwn } from './own';
import { RemindedPanel, TextsPanel } from './remind';
import { BoardTable, Legend } from './table';
import { obligationWords } from './words';

type Panel =
  | { kind: 'none' }
  | { kind: 'move' }
  | { kind: 'reminded'; found: readonly Reminding[] }
  | { kind: 'texts'; found: readonly Texts[] };

export function BoardPage() {
  const { session } = useDesk();
  const { staff, mayMove, writes } = useOwn();
  const w = obligationWords.value;
  const tz = session.device.campaign.tz;
  const { value: board, problem, reload } = useBoard(session.transport);
  const panel = useSignal<Panel>({ kind: 'none' });
  const busy = useSignal(false);
  const failure = useSignal<TransportFailure | null>(null);
  const said = useSignal<string | null>(null);

  const asked = readAddress(query.value);
  const every = board ? columnsOf(board) : [];
  const one = every.find(
    (column) =>
      column.period === asked.period &&
      (asked.obligation === null || column.obligations.includes(asked.obligation)),
  );
  const focus = focusOf(every, one?.key ?? null, board?.serverNow ?? '');
  const all = board ? rowsOf(board) : [];
  const filter = { ...asked, column: one?.key ?? null };
  const rows = filtered(all, filter);
  const counts = countsOf(all, filter.column);
  // Nobody reminds themselves: they write.
  const others = rows.filter((row) => !writes(row.unit.code));
  const wanting = squaresIn(others, focus?.key ?? null).filter(isWanting);

  const set = (change: Partial<Asked>) =>
    go(writeAddress({ ...asked, ...change }), { replace: true });

  /** Each obligation of the column is asked by itself; the first refusal ends it and is told. */
  const askEach = async <T,>(
    squares: typeof wanting,
    ask: (
      group: ReturnType<typeof remindersFor>[number],
    ) => Promise<{ ok: true; value: T } | { ok: false; error: TransportFailure }>,
  ): Promise<readonly T[] | null> => {
    if (busy.value) return null;
    busy.value = true;
    failure.value = null;
    said.value = null;
    const found: T[] = [];
    for (const group of remindersFor(squares)) {
      const reply = await ask(group);
      if (!reply.ok) {
        failure.value = reply.error;
        break;
      }
      found.push(reply.value);
    }
    busy.value = false;
    return failure.value && found.length === 0 ? null : found;
  };
  const remind = async (squares: typeof wanting) => {
    const found = await askEach(squares, (group) =>
      remindUnits(session.transport, { id: uuidv7(Date.now()), ...group }),
    );
    if (found) panel.value = { kind: 'reminded', found };
    reload();
  };
  const showTexts = async () => {
    const found = await askEach(wanting, (group) =>
      askTexts(session.transport, group.obligation, group.period),
    );
    if (found) panel.value = { kind: 'texts', found };
  };
  const shut = () => {
    panel.value = { kind: 'none' };
  };

  const acts = (
    <div class="line">
      {mayMove && board ? (
        <Btn
          icon="cal"
          onClick={() => {
            said.value = null;
            panel.value = { kind: 'move' };
          }}
        >
          {w.move.open}
        </Btn>
      ) : null}
      {staff && wanting.length ? (
        <>
          <Btn icon="copy" locked={busy.value} onClick={() => void showTexts()}>
            {w.remind.copy}
          </Btn>
          <Btn kind="main" icon="bell" locked={busy.value} onClick={() => void remind(wanting)}>
            {busy.value ? w.remind.busy : w.remind.all(wanting.length)}
          </Btn>
        </>
      ) : null}
    </div>
  );

  return (
    <DeskFrame
      title={w.title}
      lead={w.lead}
      asOf={board?.serverNow ?? null}
      problem={problem}
      aside={acts}
    >
      <Refused failure={failure.value} />
      <MovedNotice said={said.value} />
      {panel.value.kind === 'move' ? (
        <MoveForm
          tz={tz}
          first={focus ? `${focus.obligations[0]}|${focus.period}` : null}
          onShut={shut}
          onMoved={(text) => {
            said.value = text;
            shut();
            reload();
            dueChanged();
          }}
        />
      ) : null}
      {panel.value.kind === 'reminded' ? (
        <RemindedPanel found={panel.value.found} tz={tz} onShut={shut} />
      ) : null}
      {panel.value.kind === 'texts' ? <TextsPanel found={panel.value.found} onShut={shut} /> : null}
      {board === null && problem ? null : board === null ? (
        <div class="cols" aria-hidden="true">
          <div class="card c4 block" />
          <div class="card c8 block" />
        </div>
      ) : all.length === 0 ? (
        <Empty icon="check2" title={w.emptyAll} text={w.emptyAllText} />
      ) : (
        <>
          {focus ? (
            <div class="cols">
              <Countdown
                column={focus}
                orders={board.orders}
                rows={all}
                serverNow={board.serverNow}
                tz={tz}
              />
              <Tally column={focus} rows={all} />
            </div>
          ) : null}
          <section class="card card-flush">
            <div class="card-head board-filters no-print">
              <nav class="line" aria-label={w.views.label}>
                {views
                  .filter((view) => view === 'all' || counts[view] > 0 || view === asked.view)
                  .map((view) => (
                    <Chip key={view} on={view === asked.view} onClick={() => set({ view })}>
                      {w.views[view]} ({count(counts[view])})
                    </Chip>
                  ))}
                {one ? (
                  <Btn
                    kind="quiet"
                    href={writeAddress({ ...asked, obligation: null, period: null })}
                  >
                    {w.column.all}
                  </Btn>
                ) : null}
              </nav>
              {all.length > 1 ? (
                <div class="board-find">
                  <Select
                    label={w.groups.label}
                    value={asked.group ?? ''}
                    empty={w.groups.all}
                    options={groups
                      .filter((group) => all.some((row) => row.group === group))
                      .map((group) => ({ value: group, text: w.groups[group] }))}
                    onChoose={(group) => set({ group: (group || null) as Group | null })}
                  />
                  <Search
                    label={w.search}
                    value={asked.search}
                    onInput={(search) => set({ search })}
                  />
                </div>
              ) : null}
            </div>
            {rows.length ? (
              <BoardTable
                columns={one ? [one] : every}
                every={every}
                focus={focus}
                rows={rows}
                all={all}
                orders={board.orders}
                asked={asked}
                serverNow={board.serverNow}
                tz={tz}
                mayRemind={staff && !busy.value}
                writes={writes}
                onRemind={(row) => void remind(toRemind(row, focus?.key ?? null))}
              />
            ) : (
              <Empty icon="search" title={w.empty} text={w.emptyText}>
                <Btn href="/huyen/nghia-vu">{w.showAll}</Btn>
              </Empty>
            )}
            <div class="board-foot">
              <Legend rows={rows} />
              <TakeFile path={boardFile} />
            </div>
          </section>
          <MovedList board={board} tz={tz} />
        </>
      )}
    </DeskFrame>
  );
}
