/**
 * The day's receipt: what is saved here, what reached the server, what needs attention, and a code that
 * the commune can check.
 *
 * Rests on the store's own counts and on the server's statement. Promises: without a statement there is no
 * code, and the page and the picture say so; a figure of the phone never stands as one of the server.
 */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { addDays, dayOf, instantOf, isDay } from '../../core/day';
import { groupInvite as grouped } from '../../core/invite';
import type { DayReceipt } from '../../sync/receipts';
import { Btn } from '../../ui/buttons';
import { Said } from '../../ui/fields';
import { capital, hour, namedDay } from '../../ui/format';
import { giveFile, sharesFile } from '../../ui/give-file';
import { Icon } from '../../ui/icon';
import { words } from '../../ui/language';
import { Banner, Empty, Sample } from '../../ui/marks';
import { Qr } from '../../ui/qr';
import { go, query } from '../../ui/router';
import { Kv } from '../../ui/rows';
import { trouble } from '../../ui/trouble';
import { type Field, useField } from '../context';
import { Actions } from '../foot';
import { Screen } from '../shell';
import { useStored } from '../stored';
import { draw, type Picture } from './picture';
import { type DaySum, sumOf } from './sum';
import { dayWords } from './words';

const most = 5000;

type Asked = { day: string; receipt: DayReceipt | null; problem: string | null };

function dayAsked(today: string): string {
  const wanted = new URLSearchParams(query.value).get('ngay') ?? '';
  return isDay(wanted) && wanted <= today ? wanted : today;
}

/** Where the commune checks a code: the square leads there. */
export function checkLink(code: string): string {
  return `${location.origin}/huyen/phieu?ma=${code}`;
}

export function ReceiptScreen() {
  const field = useField();
  const { store, today, host, device, directory } = field;
  const w = dayWords.value.receipt;
  const day = dayAsked(today.value);
  const records = useStored(async () => {
    const page = await store.listRecords({ from: day, to: day, limit: most });
    return { day, list: page.records };
  }, [day]);
  const asked = useSignal<Asked>({ day: '', receipt: null, problem: null });
  const list = records?.day === day ? records.list : null;
  const sent = records?.list.filter((record) => record.state === 'sent').length ?? 0;
  useEffect(() => {
    let current = true;
    asked.value = { day, receipt: null, problem: null };
    void host.askReceipt(day).then((reply) => {
      if (!current) return;
      asked.value = reply.ok
        ? { day, receipt: reply.value, problem: null }
        : { day, receipt: null, problem: reply.error.code };
    });
    return () => {
      current = false;
    };
    // Asked again when more has reached the server.
  }, [host, day, sent, asked]);

  const sum = list ? sumOf(list, directory.value?.outcomes ?? []) : null;
  const receipt = asked.value.day === day ? asked.value.receipt : null;
  return (
    <Screen
      title={w.title}
      back="/so"
      actions={sum ? <GivePicture sum={sum} day={day} receipt={receipt} /> : undefined}
    >
      <Days day={day} today={today.value} />
      {device.campaign.sample ? (
        <p>
          <Sample>{words.value.sample}</Sample>
        </p>
      ) : null}
      {sum === null ? null : sum.saved === 0 && !receipt?.records ? (
        <Empty icon="list" title={w.none} />
      ) : (
        <>
          <Facts sum={sum} />
          {receipt ? (
            <Proof field={field} receipt={receipt} sum={sum} />
          ) : asked.value.problem ? (
            <Banner kind="wait" icon="nowifi" now>
              {w.offline}
              <p>{w.offlineText}</p>
              {asked.value.problem.startsWith('transport.') ? null : (
                <p>{trouble(asked.value.problem).title}</p>
              )}
            </Banner>
          ) : (
            <p class="muted" role="status">
              {w.asking}
            </p>
          )}
        </>
      )}
    </Screen>
  );
}

function Days({ day, today }: { day: string; today: string }) {
  const w = dayWords.value.receipt;
  const to = (next: string) => go(`/so/phieu?ngay=${next}`, { replace: true });
  return (
    <div class="days">
      <Btn label={w.before} icon="left" onClick={() => to(addDays(day, -1))} />
      <h2>{capital(namedDay(day, true)).replace('\u00a0', ' ')}</h2>
      {day < today ? (
        <Btn label={w.after} icon="right" onClick={() => to(addDays(day, 1))} />
      ) : (
        <span class="days-end" />
      )}
    </div>
  );
}

function Facts({ sum }: { sum: DaySum }) {
  const w = dayWords.value.receipt;
  const { person, campaign } = useField().device;
  return (
    <Kv
      facts={[
        { term: person.name, value: campaign.name },
        {
          term: (
            <>
              <Icon name="phone" size="sm" /> {w.saved}
            </>
          ),
          value: <b>{w.savedOf(sum.saved, sum.helped)}</b>,
        },
        {
          term: (
            <>
              <Icon name="check2" size="sm" /> {w.sent}
            </>
          ),
          value: <b>{w.visits(sum.sent)}</b>,
        },
        {
          term: (
            <>
              <Icon name="clock" size="sm" /> {w.waiting}
            </>
          ),
          value: <b>{w.visits(sum.waiting)}</b>,
        },
        {
          term: (
            <>
              <Icon name="alert" size="sm" /> {w.attention}
            </>
          ),
          value: <b>{w.visits(sum.attention)}</b>,
        },
      ]}
    />
  );
}

function provedAt(field: Field, receipt: DayReceipt): string {
  const day = dayOf(receipt.at, field.tz);
  const time = hour(receipt.at, field.tz);
  return day === receipt.day ? time : `${time}, ${namedDay(day)}`;
}

function Proof(props: { field: Field; receipt: DayReceipt; sum: DaySum }) {
  const { field, receipt, sum } = props;
  const w = dayWords.value.receipt;
  return (
    <section class="proof" aria-label={w.code}>
      <Banner kind="ok" icon="shield">
        {w.proved(provedAt(field, receipt), receipt.records, receipt.assists)}
      </Banner>
      {receipt.records === sum.sent ? null : <Said kind="wait">{w.differs}</Said>}
      <div class="proof-code">
        <Qr text={checkLink(receipt.code)} label={w.qr} />
        <p>
          <span class="sm muted">{w.code}</span>
          <b class="code" data-receipt-code>
            {grouped(receipt.code)}
          </b>
        </p>
      </div>
      <p class="sm muted">{w.how}</p>
    </section>
  );
}

function GivePicture(props: { sum: DaySum; day: string; receipt: DayReceipt | null }) {
  const { sum, day, receipt } = props;
  const field = useField();
  const { device, tz, now } = field;
  const w = dayWords.value.receipt;
  const said = useSignal<{ kind: 'ok' | 'bad'; text: string } | null>(null);

  const give = async () => {
    said.value = null;
    const made = instantOf(now());
    const picture: Picture = {
      title: w.title,
      day: capital(namedDay(day, true)),
      name: device.person.name,
      campaign: device.campaign.name,
      sample: device.campaign.sample ? words.value.sampleBar : null,
      lines: [
        { term: w.saved, value: w.savedOf(sum.saved, sum.helped) },
        { term: w.sent, value: w.visits(sum.sent) },
        { term: w.waiting, value: w.visits(sum.waiting) },
        { term: w.attention, value: w.visits(sum.attention) },
      ],
      proof: receipt
        ? {
            text: w.proved(provedAt(field, receipt), receipt.records, receipt.assists),
            code: grouped(receipt.code),
            link: checkLink(receipt.code),
            how: w.check(location.host),
          }
        : null,
      unproved: w.unproved,
      made: w.made(`${hour(made, tz)}, ${namedDay(dayOf(made, tz), true)}`),
    };
    const blob = await draw(picture);
    if (!blob) {
      said.value = { kind: 'bad', text: w.failed };
      return;
    }
    const given = await giveFile(new File([blob], `phieu-${day}.png`, { type: 'image/png' }));
    if (given === 'saved') said.value = { kind: 'ok', text: w.kept };
    if (given === 'shared') said.value = { kind: 'ok', text: w.shared };
  };
  const shares = sharesFile(new File([], 'phieu.png', { type: 'image/png' }));
  return (
    <Actions>
      <div role="status">
        {said.value ? <Said kind={said.value.kind}>{said.value.text}</Said> : null}
      </div>
      <Btn kind="main" size="big" icon={shares ? 'share' : 'save'} onClick={() => void give()}>
        {shares ? w.share : w.save}
      </Btn>
    </Actions>
  );
}
