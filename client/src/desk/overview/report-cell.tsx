/** A commune's report in the ranking: a mark with its word, leading to the unit's duties. */
import type { IconName } from '../../ui/icon';
import { State, type StateKind } from '../../ui/marks';
import type { Sign } from '../obligations/grid';
import type { UnitReports } from './reports';
import { overviewWords } from './words';

type Word = 'done' | 'late' | 'missing' | 'returned' | 'open';

const looks: Record<Sign, readonly [StateKind, IconName, Word]> = {
  sent: ['ok', 'check2', 'done'],
  excused: ['ok', 'check2', 'done'],
  zero: ['ok', 'check2', 'done'],
  late: ['late', 'clockwarn', 'late'],
  missing: ['bad', 'alert', 'missing'],
  returned: ['wait', 'undo', 'returned'],
  open: ['none', 'clock', 'open'],
};

export function ReportCell({ reports }: { reports: UnitReports | null }) {
  const w = overviewWords.value.reports;
  if (reports === null) return <span class="muted">–</span>;
  const { now, earlier } = reports;
  return (
    <a class="report-link" href={`/huyen/nghia-vu/${encodeURIComponent(reports.unit)}`}>
      {now ? (
        <State kind={looks[now][0]} icon={looks[now][1]}>
          {w[looks[now][2]]}
        </State>
      ) : null}
      {now === 'zero' ? <span class="xs">{w.zero}</span> : null}
      {earlier ? (
        <span class="xs">{earlier === 'missing' ? w.earlierMissing : w.earlierReturned}</span>
      ) : null}
      {now === null && earlier === null ? '–' : null}
    </a>
  );
}
