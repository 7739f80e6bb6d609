/**
 * The check of a receipt: typed, or opened from its square.
 * Promises: what the receipt stated and what is there now stand side by side; a false code is told plainly.
 */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { dayOf } from '../../core/day';
import { groupInvite as grouped, readInvite as readCode } from '../../core/invite';
import { type CheckedReceipt, checkReceipt } from '../../sync/receipts';
import { Btn } from '../../ui/buttons';
import { factWords } from '../../ui/facts';
import { Field } from '../../ui/fields';
import { hour, namedDay } from '../../ui/format';
import { Banner } from '../../ui/marks';
import { query } from '../../ui/router';
import { Kv } from '../../ui/rows';
import { trouble } from '../../ui/trouble';
import { useDesk } from '../context';
import { DeskFrame } from '../frame';
import { handedWords } from './words';

export function ReceiptsPage() {
  const { session } = useDesk();
  const w = handedWords.value.receipts;
  const typed = useSignal('');
  const wrong = useSignal<string | null>(null);
  const busy = useSignal(false);
  const found = useSignal<CheckedReceipt | null>(null);
  const failed = useSignal<string | null>(null);

  const check = async (text: string) => {
    const code = readCode(text);
    found.value = null;
    failed.value = null;
    wrong.value = code ? null : w.short(text.replace(/[\s-]/g, '').length);
    if (!code) return;
    busy.value = true;
    const reply = await checkReceipt(session.transport, code);
    busy.value = false;
    if (reply.ok) found.value = reply.value;
    else failed.value = reply.error.code;
  };
  const given = new URLSearchParams(query.value).get('ma');
  useEffect(() => {
    if (!given) return;
    typed.value = grouped(readCode(given) ?? given);
    void check(given);
  }, [given]);

  return (
    <DeskFrame title={w.title} lead={w.lead}>
      <div class="cols">
        <section class="card c6 stack">
          <form
            class="stack"
            noValidate
            onSubmit={(event) => {
              event.preventDefault();
              void check(typed.value);
            }}
          >
            <Field
              label={w.code}
              hint={w.hint}
              value={typed.value}
              error={wrong.value}
              autoCapitalize="characters"
              onInput={(text) => {
                typed.value = text;
                wrong.value = null;
              }}
            />
            <Btn kind="main" type="submit" locked={busy.value}>
              {busy.value ? w.busy : w.check}
            </Btn>
          </form>
        </section>
        <section class={failed.value || found.value ? 'card c6 stack' : 'c6'} aria-live="polite">
          {failed.value === 'receipt.unknown' ? (
            <Banner kind="bad" icon="alert">
              {w.unknown}
              <p>{w.unknownText}</p>
            </Banner>
          ) : failed.value ? (
            <Banner kind="bad" icon="alert">
              {trouble(failed.value).title}
              <p>{trouble(failed.value).text}</p>
            </Banner>
          ) : null}
          {found.value ? <Found receipt={found.value} tz={session.device.campaign.tz} /> : null}
        </section>
      </div>
    </DeskFrame>
  );
}

function Found({ receipt, tz }: { receipt: CheckedReceipt; tz: string }) {
  const w = handedWords.value.receipts;
  const same = receipt.records === receipt.now.records && receipt.assists === receipt.now.assists;
  return (
    <>
      <Banner kind="ok" icon="shield">
        {w.genuine}
      </Banner>
      <Kv
        facts={[
          {
            term: w.person,
            value: `${receipt.person.name}, ${factWords.value.roles[receipt.person.role]}`,
          },
          receipt.organisation ? { term: w.organisation, value: receipt.organisation } : null,
          { term: w.area, value: receipt.area },
          { term: w.day, value: namedDay(receipt.day, true) },
          {
            term: w.at,
            value: `${hour(receipt.at, tz)}, ${namedDay(dayOf(receipt.at, tz), true)}`,
          },
          { term: w.stated, value: w.counts(receipt.records, receipt.assists) },
          { term: w.now, value: w.counts(receipt.now.records, receipt.now.assists) },
        ]}
      />
      <p class="sm muted">{same ? w.same : w.differs}</p>
    </>
  );
}
