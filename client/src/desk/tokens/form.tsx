/**
 * A new token: what for, whose figures, which of them, for how long.
 * Promises: the form stays as typed when something is wrong; metrics are offered to the admin alone, and of the whole.
 */
import { useSignal } from '@preact/signals';
import { Tickbox } from '../../ui/choices';
import { Field, Said } from '../../ui/fields';
import { useDesk } from '../context';
import { EntryForm, useEntry } from '../entry';
import { areaOptions, byName } from '../places';
import { Select } from '../select';
import { makeToken, type Right, rights, type TokenInput, type TokenRow } from './wire';
import { tokenWords } from './words';

const spans = [30, 90, 180, 365] as const;
const scopes = ['campaign', 'area', 'organisation'] as const;

export function TokenForm({ onMade }: { onMade: (made: TokenRow) => void }) {
  const desk = useDesk();
  const { session, me, directory } = desk;
  const words = tokenWords.value;
  const w = words.form;
  const chosen = useSignal<readonly Right[]>(['totals']);
  const entry = useEntry({
    prefix: 'token',
    blank: { name: '', scope: 'campaign', area: '', organisation: '', days: '90' },
    read(typed, faults): TokenInput | null {
      const { scope, area, organisation } = typed;
      if (typed.name.trim() === '') faults.name = w.needName;
      if (scope === 'area' && area === '') faults.area = w.needArea;
      if (scope === 'organisation' && organisation === '') faults.organisation = w.needOrganisation;
      const asked = rights.filter((one) => chosen.value.includes(one) && offered.includes(one));
      if (asked.length === 0) faults.rights = w.needRight;
      return {
        name: typed.name.trim(),
        rights: asked,
        area: scope === 'area' ? area : null,
        organisation: scope === 'organisation' ? organisation : null,
        days: Number(typed.days),
      };
    },
    send: (input, id) => makeToken(session.transport, input, id),
    onTaken(made) {
      entry.type({ name: '' });
      onMade(made);
    },
  });
  const { scope } = entry.typed;
  const admin = (me.value?.person.role ?? session.device.person.role) === 'admin';
  const offered = rights.filter((one) => one !== 'metrics' || (admin && scope === 'campaign'));
  const units = [...(directory.value?.organisations ?? [])].sort(byName);
  return (
    <section class="card stack" aria-labelledby="token-form">
      <h2 id="token-form">{w.title}</h2>
      <EntryForm entry={entry} submit={{ text: entry.busy ? w.busy : w.submit, kind: 'main' }}>
        <Field {...entry.field('name')} label={w.name} hint={w.nameHint} maxLength={100} />
        <Select
          {...entry.choice('scope')}
          label={w.scope}
          options={scopes.map((one) => ({ value: one, text: w.scopes[one] }))}
        />
        {scope === 'area' ? (
          <Select
            {...entry.choice('area')}
            label={w.area}
            empty={w.choose}
            options={areaOptions(desk, true)}
          />
        ) : null}
        {scope === 'organisation' ? (
          <Select
            {...entry.choice('organisation')}
            label={w.organisation}
            empty={w.choose}
            options={units.map((one) => ({ value: one.code, text: one.name }))}
          />
        ) : null}
        <fieldset
          class="stack-1"
          id="token-rights"
          tabIndex={-1}
          aria-describedby={entry.wrong.rights ? 'token-rights-wrong' : undefined}
        >
          <legend class="label">{w.rights}</legend>
          {offered.map((one) => (
            <Tickbox
              key={one}
              on={chosen.value.includes(one)}
              onChange={(on) => {
                chosen.value = on
                  ? [...chosen.value, one]
                  : chosen.value.filter((other) => other !== one);
              }}
            >
              {words.rights[one]}
            </Tickbox>
          ))}
          <div id="token-rights-wrong">
            {entry.wrong.rights ? <Said kind="bad">{entry.wrong.rights}</Said> : null}
          </div>
        </fieldset>
        <Select
          {...entry.choice('days')}
          label={w.days}
          options={spans.map((one) => ({ value: String(one), text: w.daysOf(one) }))}
        />
      </EntryForm>
    </section>
  );
}
