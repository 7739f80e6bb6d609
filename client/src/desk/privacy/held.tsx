/** What personal data is held, where and until when; and how much of it there is now. */
import { count, fullDay } from '../../ui/format';
import { useDesk } from '../context';
import { useLoaded } from '../load';
import { NotLoaded } from '../refused';
import { readFacts } from './wire';
import { privacyWords } from './words';

const shown = [
  'records',
  'numbers',
  'notes',
  'sealed',
  'people',
  'devices',
  'revoked',
  'exports',
  'erased',
] as const;

export function HeldPart() {
  const { session } = useDesk();
  const w = privacyWords.value.held;
  const facts = useLoaded('facts', () => readFacts(session.transport));
  return (
    <>
      <section class="card stack">
        <h2>{w.now}</h2>
        <NotLoaded loaded={facts} />
        {facts.value ? (
          <>
            <div class="stats">
              {shown.map((name) => (
                <div key={name} class="stat" data-count={name}>
                  <b>{count(facts.value?.[name] ?? 0)}</b>
                  <span>{w.counts[name]}</span>
                </div>
              ))}
            </div>
            <p class="src">{w.purge(fullDay(facts.value.purgeFrom))}</p>
          </>
        ) : facts.problem ? null : (
          <p class="src">{w.loading}</p>
        )}
      </section>
      <section class="card card-flush">
        <div class="scroll">
          <table class="t">
            <caption class="sr">{w.caption}</caption>
            <thead>
              <tr>
                <th scope="col">{w.what}</th>
                <th scope="col">{w.where}</th>
                <th scope="col">{w.until}</th>
              </tr>
            </thead>
            <tbody>
              {w.rows.map((row) => (
                <tr key={row.what}>
                  <th scope="row">{row.what}</th>
                  <td>{row.where}</td>
                  <td>{row.until}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
    </>
  );
}
