/**
 * 20: the cards of a table's invites, a hamlet after the other, to print on A4 and to cut.
 * Promises: the codes are on this page alone; closed, they are gone.
 */
import { dayOf } from '../../core/day';
import { groupInvite } from '../../core/invite';
import { Btn } from '../../ui/buttons';
import { shortDay } from '../../ui/format';
import { words } from '../../ui/language';
import { Banner } from '../../ui/marks';
import { Qr } from '../../ui/qr';
import { useDesk } from '../context';
import { byName } from '../places';
import type { TableInvite } from '../tables/request';
import { peopleWords } from './words';
import '../../ui/css/sheet.css';

/** By place, each place in the order of names. */
export function byPlace(
  invites: readonly TableInvite[],
): { name: string; invites: readonly TableInvite[] }[] {
  const places = new Map<string, TableInvite[]>();
  for (const one of invites) places.set(one.place, [...(places.get(one.place) ?? []), one]);
  return [...places].map(([name, found]) => ({ name, invites: found.sort(byName) })).sort(byName);
}

export function Sheet(props: { invites: readonly TableInvite[]; onClose: () => void }) {
  const { session } = useDesk();
  const w = peopleWords.value.sheet;
  const { campaign } = session.device;
  const fresh = props.invites.filter((one) => one.code !== null);
  return (
    <div class="sheets">
      <div class="stack no-print">
        <Banner kind="wait" icon="alert">
          {w.once(fresh.length)}
          <p>{w.onceText}</p>
        </Banner>
        <div class="line">
          <Btn kind="main" icon="print" onClick={() => print()}>
            {w.print}
          </Btn>
          <Btn onClick={props.onClose}>{w.close}</Btn>
        </div>
      </div>
      {byPlace(fresh).map((place) => (
        <section key={place.name} class="sheet">
          <header class="spread">
            <h2>{place.name}</h2>
            <span>
              {campaign.name}
              {campaign.sample ? ` · ${words.value.sample}` : ''}
            </span>
          </header>
          <div class="qcards">
            {place.invites.map((one) => (
              <article key={one.code} class="qcard">
                <Qr text={one.url ?? ''} label={w.qr(one.name)} />
                <div class="stack-1">
                  <b class="who">{one.name}</b>
                  {one.organisation ? <b>{one.organisation}</b> : null}
                  <span>{one.place}</span>
                  <ol>
                    {w.steps.map((step, at) => (
                      <li key={step}>{`${at + 1}. ${step}`}</li>
                    ))}
                  </ol>
                  <span class="code">{groupInvite(one.code ?? '')}</span>
                  <span class="xs">{w.until(shortDay(dayOf(one.expiresAt, campaign.tz)))}</span>
                </div>
              </article>
            ))}
          </div>
          <footer class="xs">{w.cut}</footer>
        </section>
      ))}
    </div>
  );
}
