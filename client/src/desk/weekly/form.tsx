/**
 * 15 Báo cáo tuần: four steps on the left, the page on the right; the same for results that are owed once.
 *
 * Promises: every change is kept on this machine at once; a finished report says where it is; "không phát sinh" is
 * one tap and one confirmation; nothing is refused for being late.
 */
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { msOf } from '../../core/day';
import type { DutyKey } from '../../core/report';
import { Btn } from '../../ui/buttons';
import { fullDay, namedDay } from '../../ui/format';
import { Icon } from '../../ui/icon';
import { Banner } from '../../ui/marks';
import { trouble } from '../../ui/trouble';
import { useDesk } from '../context';
import { DeskFrame } from '../frame';
import { SignInAgain } from '../refused';
import { readHref, start } from './addresses';
import { issuerOf, PaperSheet } from './paper';
import type { Room } from './room';
import { newest } from './square';
import { StatusOf } from './status';
import { SaidBy, Steps } from './steps';
import { moment, span, titleOf } from './times';
import { weeklyWords } from './words';
import { onBehalfOf, openWriting, periodOf, versionOf, type Writing } from './writing';

/** Milliseconds until the due instant by the server's clock; moves on by itself. */
function useLeft(writing: Writing): number | null {
  const tick = useSignal(0);
  useEffect(() => {
    const timer = setInterval(() => {
      tick.value += 1;
    }, 10_000);
    return () => clearInterval(timer);
  }, [tick]);
  void tick.value;
  const there = writing.preview.value;
  if (!there?.square.dueAt) return null;
  const passed = writing.answeredAt.value ? Date.now() - writing.answeredAt.value : 0;
  return msOf(there.square.dueAt) - (msOf(there.serverNow) + Math.max(0, passed));
}

export function FormPage({ room, duty }: { room: Room; duty: DutyKey }) {
  const { session } = useDesk();
  const { obligation, organisation, period } = duty;
  const writing = useMemo(
    () => openWriting(session, room, { obligation, organisation, period }),
    [session, room, obligation, organisation, period],
  );
  useEffect(() => () => writing.close(), [writing]);
  return <Page key={`${obligation} ${organisation} ${period}`} writing={writing} room={room} />;
}

function Page({ writing, room }: { writing: Writing; room: Room }) {
  const { me, session } = useDesk();
  const w = weeklyWords.value;
  const tz = session.device.campaign.tz;
  const asking = useSignal<'zero' | 'discard' | null>(null);
  const left = useLeft(writing);
  const draft = writing.draft.value;
  const there = writing.preview.value;
  const title = there ? `${titleOf(there)}, ${there.square.unit.name}` : w.kinds.sent;
  const spanned = there ? periodOf(there, tz) : null;
  const writable = draft !== null && draft.sending === null;
  const behalf = me.value !== null && onBehalfOf(writing, me.value.membership.organisation);
  return (
    <DeskFrame
      title={title}
      lead={
        spanned
          ? w.form.lead(fullDay(spanned.from), namedDay(spanned.to, true))
          : there
            ? w.form.leadNow
            : ''
      }
      crumb={<a href={start}>{w.read.crumb}</a>}
      asOf={there?.serverNow ?? null}
      problem={writing.problem.value ? '' : null}
      aside={
        <div class="line">
          {left === null || !writable ? null : (
            <span class={left > 0 ? 'countdown' : 'countdown countdown-over'} role="timer">
              <Icon name={left > 0 ? 'clock' : 'clockwarn'} size="sm" />
              {left > 0 ? w.due.left(span(left)) : w.due.over(span(left))}
            </span>
          )}
          {writable && there && there.square.unit.kind !== 'authority' ? (
            <Btn
              icon="no"
              onClick={() => {
                asking.value = 'zero';
              }}
            >
              {w.form.zero}
            </Btn>
          ) : null}
        </div>
      }
    >
      {writing.problem.value ? (
        <Banner kind="wait" icon="nowifi" now>
          {trouble(writing.problem.value).title}
          <p>
            {writing.keptAt.value
              ? w.form.oldFigures(moment(writing.keptAt.value, tz))
              : w.form.noFigures}
          </p>
        </Banner>
      ) : null}
      {asking.value ? (
        <Confirm
          title={asking.value === 'zero' ? w.form.zeroAsk : w.form.discardAsk}
          text={asking.value === 'zero' ? w.form.zeroText : w.form.discardText}
          yes={asking.value === 'zero' ? w.form.zeroSend : w.form.discard}
          bad={asking.value === 'discard'}
          onNo={() => {
            asking.value = null;
          }}
          onYes={() => {
            const what = asking.value;
            if (what === 'zero' && behalf && !draft?.saidBy.trim()) {
              document.getElementById('said-by')?.focus();
              return;
            }
            asking.value = null;
            void (what === 'zero' ? writing.finish(true) : writing.discard());
          }}
        >
          {asking.value === 'zero' && behalf ? <SaidBy writing={writing} wrong={false} /> : null}
        </Confirm>
      ) : null}
      {draft?.sending ? <OnItsWay writing={writing} room={room} /> : null}
      {draft === null && there?.latest ? <SentPanel writing={writing} /> : null}
      {draft === null && !there?.latest && writing.sentId.value ? (
        <section class="card stack" data-sent>
          <h2>{w.form.sent}</h2>
          <div class="line">
            <Btn kind="main" icon="eye" href={readHref(writing.sentId.value)}>
              {w.form.readIt}
            </Btn>
          </div>
        </section>
      ) : null}
      {draft && writable ? (
        <Steps
          writing={writing}
          left={left}
          onDiscard={() => {
            asking.value = 'discard';
          }}
        />
      ) : null}
      {draft === null && !there && writing.loading.value ? (
        <div class="card block late" aria-hidden="true" />
      ) : null}
    </DeskFrame>
  );
}

function Confirm(props: {
  title: string;
  text: string;
  yes: string;
  bad: boolean;
  onYes: () => void;
  onNo: () => void;
  children?: ComponentChildren;
}) {
  const box = useRef<HTMLElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <section
      ref={box}
      class="card stack confirm"
      role="alertdialog"
      aria-label={props.title}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === 'Escape') props.onNo();
      }}
    >
      <h2>{props.title}</h2>
      <p>{props.text}</p>
      {props.children}
      <div class="line">
        <Btn kind={props.bad ? 'bad' : 'main'} onClick={props.onYes}>
          {props.yes}
        </Btn>
        <Btn onClick={props.onNo}>{weeklyWords.value.form.no}</Btn>
      </div>
    </section>
  );
}

/** Finished, and not answered yet. */
function OnItsWay({ writing, room }: { writing: Writing; room: Room }) {
  const { session } = useDesk();
  const w = weeklyWords.value.form;
  const tz = session.device.campaign.tz;
  const draft = writing.draft.value;
  const there = writing.preview.value;
  if (!draft?.sending) return null;
  const { finishedAt, tries, problem } = draft.sending;
  return (
    <>
      <section class="card stack" data-sending>
        <Banner kind="wait" icon="clock" now>
          {w.onWay}
          <p>{w.onWayText(moment(finishedAt, tz))}</p>
        </Banner>
        {problem ? (
          <p class="sm muted">
            {w.onWayTries(tries)} {trouble(problem).title}.
          </p>
        ) : null}
        <div class="line">
          <Btn kind="main" icon="sync" onClick={() => void room.send()}>
            {w.sendNow}
          </Btn>
          {problem ? <SignInAgain code={problem} /> : null}
          <Btn icon="edit" onClick={() => void writing.reopen()}>
            {w.reopen}
          </Btn>
        </div>
      </section>
      {there ? (
        <PaperSheet
          paper={there.paper}
          narrative={draft.narrative}
          zero={draft.zero}
          version={versionOf(writing)}
          word={there.word}
          issuer={issuerOf(there.figures.form, there.square.unit.code)}
          sample={session.device.campaign.sample ?? false}
        />
      ) : null}
    </>
  );
}

function SentPanel({ writing }: { writing: Writing }) {
  const { session } = useDesk();
  const w = weeklyWords.value.form;
  const there = writing.preview.value;
  const last = there && newest(there.square);
  if (!there || !last) return null;
  return (
    <section class="card stack" data-sent>
      <h2>{w.sent}</h2>
      <p role="status">
        {w.sentAt(last.version, moment(last.receivedAt, session.device.campaign.tz))}
      </p>
      <StatusOf square={there.square} />
      {last.verdict === 'returned' && last.text ? (
        <Banner kind="wait" icon="undo">
          {w.returned}
          <p>{last.text}</p>
        </Banner>
      ) : null}
      <div class="line">
        <Btn kind="main" icon="eye" href={readHref(last.id)}>
          {w.readIt}
        </Btn>
        <Btn icon="edit" onClick={() => writing.correct()}>
          {w.fixIt(last.version + 1)}
        </Btn>
      </div>
    </section>
  );
}
