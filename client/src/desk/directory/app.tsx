/** The lists of the campaign: hamlets, organisations, figures, targets. The address holds the part and the place. */
import { go, query } from '../../ui/router';
import { useDesk } from '../context';
import { DeskFrame } from '../frame';
import { communesOf } from '../places';
import { Select } from '../select';
import { FiguresPart } from './figures';
import { HamletsPart } from './hamlets';
import { TargetsPart } from './targets';
import { UnitsPart } from './units';
import { directoryWords } from './words';
import '../../ui/css/statements.css';

const parts = ['hamlets', 'organisations', 'figures', 'targets'] as const;
type Part = (typeof parts)[number];
const partParam: Record<Part, string> = {
  hamlets: 'ap',
  organisations: 'to-chuc',
  figures: 'so-lieu',
  targets: 'chi-tieu',
};

const hrefOf = (part: Part, place: string) =>
  `/huyen/danh-muc?muc=${partParam[part]}${place && `&xa=${encodeURIComponent(place)}`}`;

export function DirectoryApp(_: { at: string }) {
  const desk = useDesk();
  const w = directoryWords.value;
  const search = new URLSearchParams(query.value);
  const part = parts.find((one) => partParam[one] === search.get('muc')) ?? 'hamlets';
  const communes = communesOf(desk);
  const whole = part === 'organisations' || part === 'figures';
  const root = desk.root();
  const seesRoot = desk.home()?.code === root?.code;
  const asked = search.get('xa') ?? '';
  const place =
    communes.find((one) => one.code === asked) ??
    (whole && seesRoot ? null : (communes[0] ?? null));
  const code = place?.code ?? root?.code ?? '';
  return (
    <DeskFrame
      title={w.title}
      lead={w.lead}
      aside={
        <nav class="seg no-print" aria-label={w.tabs.label}>
          {parts.map((one) => (
            <a key={one} href={hrefOf(one, asked)} aria-current={one === part ? 'page' : undefined}>
              {w.tabs[one]}
            </a>
          ))}
        </nav>
      }
    >
      {part !== 'targets' && communes.length > 1 ? (
        <div class="chooser">
          <Select
            label={w.commune}
            value={place?.code ?? ''}
            {...(whole && seesRoot ? { empty: w.district } : {})}
            options={communes.map((one) => ({ value: one.code, text: one.name }))}
            onChoose={(value) => go(hrefOf(part, value))}
          />
        </div>
      ) : null}
      {part === 'hamlets' && place ? <HamletsPart key={code} commune={place} /> : null}
      {part === 'organisations' ? <UnitsPart key={code} place={place} /> : null}
      {part === 'figures' && code ? <FiguresPart key={code} place={code} /> : null}
      {part === 'targets' ? <TargetsPart /> : null}
    </DeskFrame>
  );
}
