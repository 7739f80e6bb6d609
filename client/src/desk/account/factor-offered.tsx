/** A secret that is offered: as a QR code and to type, and the field for the first code that a phone makes of it. */
import { Btn } from '../../ui/buttons';
import { Field } from '../../ui/fields';
import { Qr } from '../../ui/qr';
import { useDesk } from '../context';
import { EntryForm, useEntry } from '../entry';
import { type Codes, confirmFactor, type Offered } from './wire';
import { accountWords } from './words';

export function FactorOffered(props: {
  offered: Offered;
  onTaken: (made: Codes) => void;
  onStop: () => void;
}) {
  const { transport } = useDesk().session;
  const w = accountWords.value.factor;
  const { offered } = props;
  const entry = useEntry({
    prefix: 'factor-new',
    blank: { code: '' },
    read(typed, faults) {
      if (typed.code.trim() === '') faults.code = w.needCode;
      return typed.code.trim();
    },
    send: (code: string) => confirmFactor(transport, code),
    onTaken: props.onTaken,
  });
  return (
    <EntryForm
      entry={entry}
      submit={{ text: w.confirm, kind: 'main' }}
      beside={<Btn onClick={props.onStop}>{w.cancel}</Btn>}
    >
      <p>{w.scan}</p>
      <div class="factor-qr">
        <Qr text={offered.uri} label={w.qr} />
        <a class="btn" href={offered.uri}>
          {w.openHere}
        </a>
      </div>
      <p class="sm">{w.typeIt}</p>
      <code class="secret" data-factor-secret>
        {offered.secret.replace(/(.{4})(?=.)/g, '$1 ')}
      </code>
      <Field
        {...entry.field('code')}
        label={w.newCode}
        hint={w.newCodeHint}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={12}
      />
    </EntryForm>
  );
}
