/**
 * Hand-over files brought to the office, line by line, each result in words.
 * Promises: the same file may come any number of times; a line that fails says why and stops no other.
 */
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { importFile, type LineResult } from '../../sync/imports';
import { Btn } from '../../ui/buttons';
import { count } from '../../ui/format';
import { Banner, State } from '../../ui/marks';
import { trouble } from '../../ui/trouble';
import { useDesk } from '../context';
import { DeskFrame } from '../frame';
import { handedWords } from './words';

type Row = LineResult & { file: string };
type Run = { rows: readonly Row[]; working: string | null; stopped: boolean; files: number };

const fresh: Run = { rows: [], working: null, stopped: false, files: 0 };

/** Ops of all lines in these states. */
export function sumStatuses(rows: readonly LineResult[], ...names: string[]): number {
  return rows.reduce(
    (sum, row) => sum + names.reduce((n, name) => n + (row.statuses[name] ?? 0), 0),
    0,
  );
}

export function FilesPage() {
  const { session } = useDesk();
  const w = handedWords.value.files;
  const run = useSignal<Run>(fresh);
  const chosen = useSignal<readonly File[]>([]);
  const input = useRef<HTMLInputElement>(null);

  const bring = async () => {
    run.value = fresh;
    for (const file of chosen.value) {
      run.value = { ...run.value, working: file.name };
      const add = (result: LineResult) => {
        run.value = { ...run.value, rows: [...run.value.rows, { ...result, file: file.name }] };
      };
      const before = run.value.rows.length;
      let whole = false;
      try {
        whole = await importFile(session.transport, await file.text(), add);
        if (run.value.rows.length === before) add(failed('handover.empty'));
      } catch {
        add(failed('handover.file'));
        whole = true;
      }
      run.value = { ...run.value, files: run.value.files + 1 };
      if (!whole) {
        run.value = { ...run.value, stopped: true };
        break;
      }
    }
    run.value = { ...run.value, working: null };
  };

  const { rows, working, stopped, files } = run.value;
  const over = files > 0 && working === null;
  const look = sumStatuses(rows, 'quarantined', 'held', 'rejected');
  return (
    <DeskFrame title={w.title} lead={w.lead}>
      <section class="card stack">
        <div class="line">
          <Btn
            kind="main"
            icon="save"
            locked={working !== null}
            onClick={() => input.current?.click()}
          >
            {w.pick}
          </Btn>
          {over ? (
            <Btn icon="sync" onClick={() => void bring()}>
              {w.again}
            </Btn>
          ) : null}
        </div>
        <input
          ref={input}
          type="file"
          multiple
          class="sr"
          tabIndex={-1}
          aria-label={w.pick}
          accept=".txt,.jsonl,.ndjson,text/plain,application/x-ndjson"
          onChange={(event) => {
            chosen.value = [...(event.currentTarget.files ?? [])];
            // The same file chosen again is a change again.
            event.currentTarget.value = '';
            if (chosen.value.length) void bring();
          }}
        />
        <div role="status">
          {working ? <p>{w.working(working)}</p> : null}
          {over ? (
            <Banner kind={stopped || look ? 'wait' : 'ok'} icon={stopped ? 'alert' : 'check2'}>
              {w.done(files, sumStatuses(rows, 'stored'), sumStatuses(rows, 'duplicate'))}
              {look ? ` ${w.look(look)}` : ''}
              {stopped ? <p>{w.stopped}</p> : null}
            </Banner>
          ) : null}
        </div>
      </section>
      {rows.length ? (
        <section class="card card-flush">
          <div class="scroll">
            <table class="t">
              <caption class="sr">{w.caption}</caption>
              <thead>
                <tr>
                  <th scope="col">{w.file}</th>
                  <th scope="col" class="num">
                    {w.line}
                  </th>
                  <th scope="col">{w.result}</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row, at) => (
                  <tr key={at}>
                    <th scope="row">{row.file}</th>
                    <td class="num">{row.line ? count(row.line) : '–'}</td>
                    <td>
                      <Told row={row} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </section>
      ) : null}
    </DeskFrame>
  );
}

function failed(code: string): LineResult {
  const failure = { code, status: null, retryAfter: null };
  return { line: 0, statuses: {}, reasons: {}, failure };
}

/** "3 lượt mới, 1 lượt đang giữ lại: Ấp này ngoài địa bàn…" */
export function told(row: LineResult): string {
  const w = handedWords.value.files;
  if (row.failure) {
    const { code, message } = row.failure;
    if (code === 'handover.mac') return w.mac;
    if (code === 'handover.unreadable' || code === 'request.invalid') return w.unreadable;
    if (code === 'handover.empty') return w.empty;
    if (code === 'handover.file') return w.badFile;
    return message ?? trouble(code).title;
  }
  const parts = Object.entries(row.statuses).map(
    ([status, n]) => w.statuses[status]?.(n) ?? w.other(n, status),
  );
  const why = Object.keys(row.reasons).map((code) => trouble(code).title);
  if (parts.length === 0) return w.none;
  return why.length ? `${parts.join(', ')}: ${why.join('; ')}` : parts.join(', ');
}

function Told({ row }: { row: LineResult }) {
  const look = sumStatuses([row], 'quarantined', 'held', 'rejected');
  const [kind, icon] = row.failure
    ? (['bad', 'alert'] as const)
    : look
      ? (['wait', 'held'] as const)
      : (['ok', 'check2'] as const);
  return (
    <State kind={kind} icon={icon}>
      {told(row)}
    </State>
  );
}
