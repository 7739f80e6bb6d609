/** 18: checks. Records in scope, what is unusual about them, and samples to ask about again. */
import { Btn } from '../../ui/buttons';
import { words } from '../../ui/language';
import { Empty } from '../../ui/marks';
import { query } from '../../ui/router';
import { DeskFrame } from '../frame';
import { hrefOf, readFilter, type Tab, tabAt, tabs } from './address';
import { RecordsPart } from './records';
import { SamplesPart } from './samples';
import { SignalsPart } from './signals';
import { reviewWords } from './words';
import '../../ui/css/checking.css';

const parts: Record<Tab, () => ReturnType<typeof RecordsPart>> = {
  records: RecordsPart,
  signals: SignalsPart,
  samples: SamplesPart,
};

export function ReviewApp({ at }: { at: string }) {
  const w = reviewWords.value;
  const tab = tabAt(at);
  const { area, since, until } = readFilter(query.value);
  const Part = tab && parts[tab];
  const none = words.value.notFound;
  return (
    <DeskFrame
      title={w.title}
      lead={w.lead}
      aside={
        <nav class="seg no-print" aria-label={w.tabs.label}>
          {tabs.map((one) => (
            <a
              key={one}
              href={hrefOf(one, { area, since, until })}
              aria-current={one === tab ? 'page' : undefined}
            >
              {w.tabs[one]}
            </a>
          ))}
        </nav>
      }
    >
      {Part ? (
        <Part />
      ) : (
        <Empty icon="search" title={none.title} text={none.text}>
          <Btn href={hrefOf('records')}>{w.tabs.records}</Btn>
        </Empty>
      )}
    </DeskFrame>
  );
}
