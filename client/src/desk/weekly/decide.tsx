/** Staff answer a report: accept it, accept a late one as on time with a reason, or return it with a comment. */
import { useSignal } from '@preact/signals';
import { acceptReport, returnReport, type SentReport } from '../../sync/reports';
import { Btn } from '../../ui/buttons';
import { Seg } from '../../ui/choices';
import { Said, TextField } from '../../ui/fields';
import { Banner } from '../../ui/marks';
import { trouble } from '../../ui/trouble';
import { useDesk } from '../context';
import { dueChanged } from '../due';
import { excusable } from './square';
import { moment } from './times';
import { weeklyWords } from './words';

type Answer = 'accept' | 'excuse' | 'giveBack';

export function DecideCard({ report, onDone }: { report: SentReport; onDone: () => void }) {
  const { session } = useDesk();
  const w = weeklyWords.value;
  const canExcuse = excusable(report.square);
  const answer = useSignal<Answer | null>(null);
  const text = useSignal('');
  const missing = useSignal(false);
  const busy = useSignal(false);
  const done = useSignal(false);
  const failed = useSignal<string | null>(null);
  const finishedAt = report.square.versions[0]?.finishedAt ?? null;

  const send = async () => {
    const what = answer.value;
    if (what === null || busy.value) return;
    missing.value = what !== 'accept' && text.value.trim() === '';
    if (missing.value) {
      document.getElementById('answer-text')?.focus();
      return;
    }
    busy.value = true;
    const reply =
      what === 'giveBack'
        ? await returnReport(session.transport, report.id, text.value.trim())
        : await acceptReport(
            session.transport,
            report.id,
            what === 'excuse',
            what === 'excuse' ? text.value.trim() : '',
          );
    busy.value = false;
    failed.value = reply.ok ? null : reply.error.code;
    if (!reply.ok) return;
    [answer.value, text.value, done.value] = [null, '', true];
    dueChanged();
    onDone();
  };

  return (
    <section class="card stack no-print" data-decide>
      <h2>{w.decide.title}</h2>
      {canExcuse && finishedAt ? (
        <Banner kind="wait" icon="info">
          {w.read.claimed}
          <p>{w.read.claimedText(moment(finishedAt, session.device.campaign.tz))}</p>
        </Banner>
      ) : null}
      <Seg
        label={w.decide.title}
        value={answer.value}
        choices={[
          { value: 'accept', text: w.decide.accept },
          ...(canExcuse ? [{ value: 'excuse' as const, text: w.decide.excuse }] : []),
          { value: 'giveBack', text: w.decide.giveBack },
        ]}
        onChoose={(value) => {
          answer.value = value;
          missing.value = false;
          done.value = false;
        }}
      />
      {answer.value === 'excuse' || answer.value === 'giveBack' ? (
        <TextField
          id="answer-text"
          label={answer.value === 'excuse' ? w.decide.reason : w.decide.comment}
          hint={answer.value === 'excuse' ? w.decide.reasonHint : w.decide.commentHint}
          error={
            missing.value
              ? answer.value === 'excuse'
                ? w.decide.needReason
                : w.decide.needComment
              : null
          }
          maxLength={1000}
          value={text.value}
          onInput={(value) => {
            text.value = value;
          }}
        />
      ) : null}
      {failed.value ? (
        <Banner kind="bad" icon="alert" now>
          {trouble(failed.value).title}
          <p>{trouble(failed.value).text}</p>
        </Banner>
      ) : null}
      {answer.value ? (
        <div class="line">
          <Btn kind="main" locked={busy.value} onClick={() => void send()}>
            {busy.value ? w.decide.busy : w.decide.send}
          </Btn>
        </div>
      ) : null}
      <div role="status">{done.value ? <Said kind="ok">{w.decide.done}</Said> : null}</div>
    </section>
  );
}
