/** Settings as campaign.toml has them: a heading for each table, its keys in their own spelling. */
import { adminWords } from './words';

type Table = Readonly<Record<string, unknown>>;

const isTable = (value: unknown): value is Table =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function SettingsTree({ settings }: { settings: Table }) {
  const w = adminWords.value.campaigns;
  return (
    <div class="settings">
      {Object.entries(settings).map(([name, value]) => (
        <details key={name}>
          <summary>
            {w.tables[name] ?? name} <code translate={false}>[{name}]</code>
          </summary>
          <Value value={value} />
        </details>
      ))}
    </div>
  );
}

function Value({ value }: { value: unknown }) {
  const w = adminWords.value.campaigns;
  if (typeof value === 'boolean') return <span>{value ? w.yes : w.no}</span>;
  if (isTable(value))
    return (
      <dl>
        {Object.entries(value).map(([name, one]) => (
          <div key={name}>
            <dt>
              <code translate={false}>{name}</code>
            </dt>
            <dd>
              <Value value={one} />
            </dd>
          </div>
        ))}
      </dl>
    );
  if (Array.isArray(value)) {
    if (!value.some(isTable)) return <span>{value.map(String).join(', ') || '–'}</span>;
    return (
      <ul>
        {value.map((one, at) => (
          <li key={at}>
            <Value value={one} />
          </li>
        ))}
      </ul>
    );
  }
  return <span>{value === null || value === '' ? '–' : String(value)}</span>;
}
