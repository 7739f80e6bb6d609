/**
 * A new password. Promises: asked for twice, since it is not shown; nothing of it stays in the form when it was taken;
 * why the server refuses one is said in its own words.
 */
import { Field, Said } from '../../ui/fields';
import { useDesk } from '../context';
import { EntryForm, useEntry } from '../entry';
import { accountWords } from './words';

const shortest = 10;

export function PasswordForm() {
  const { session } = useDesk();
  const w = accountWords.value.password;
  const blank = { old: '', new: '', again: '' };
  const entry = useEntry({
    prefix: 'password',
    blank,
    read(typed, faults) {
      if ([...typed.new].length < shortest) faults.new = w.short;
      else if (typed.again !== typed.new) faults.again = w.different;
      return typed.old === '' ? { new: typed.new } : { old: typed.old, new: typed.new };
    },
    send: (input) => session.transport.changePassword(input),
    onTaken: () => entry.type(blank),
  });
  return (
    <section class="card stack" aria-labelledby="password-form">
      <h2 id="password-form">{w.title}</h2>
      <EntryForm
        entry={entry}
        submit={{ text: entry.busy ? w.busy : w.submit, kind: 'main' }}
        announce={entry.taken ? <Said kind="ok">{w.done}</Said> : null}
      >
        <Field
          {...entry.field('old')}
          label={w.old}
          hint={w.oldHint}
          secret
          autoComplete="current-password"
        />
        <Field
          {...entry.field('new')}
          label={w.new}
          hint={w.newHint}
          secret
          autoComplete="new-password"
        />
        <Field {...entry.field('again')} label={w.again} secret autoComplete="new-password" />
      </EntryForm>
    </section>
  );
}
