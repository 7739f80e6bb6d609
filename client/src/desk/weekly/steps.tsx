/** The four steps of a report that is being written, and the page beside them. */
import { useSignal } from '@preact/signals';
import { changedSections, isEmpty, sections } from '../../core/report';
import { Btn } from '../../ui/buttons';
import { Field, Said, TextField } from '../../ui/fields';
import { hour } from '../../ui/format';
import { Icon } from '../../ui/icon';
import { Banner, Empty } from '../../ui/marks';
import { trouble } from '../../ui/trouble';
import { useDesk } from '../context';
import { readHref } from './addresses';
import { WordsChanged } from './changes';
import { FiguresCard, StatementsCards } from './figures';
import { issuerOf, PaperSheet, PaperTable } from './paper';
import { newest } from './square';
import { dueText } from './times';
import { weeklyWords } from './words';
import { onBehalfOf, versionOf, type Writing } from './writing';

const LONGEST = 8_000;

export function Steps(props: { writing: Writing; left: number | null; onDiscard: () => void }) {
  const { writing } = props;
  const { session } = useDesk();
  const w = weeklyWords.value;
  const draft = writing.draft.value;
  const there = writing.preview.value;
  const tz = session.device.campaign.tz;
  if (!draft) return null;
  const at = draft.step;
  const go = (step: number) => {
    writing.change({ step });
    scrollTo(0, 0);
  };
  const area = there?.square.unit.area ?? null;
  const last = there && newest(there.square);
  return (
    <>
      <Troubles writing={writing} />
      {last?.verdict === 'returned' && last.text ? (
        <Banner kind="wait" icon="undo">
          {w.form.returned}
          <p>{last.text}</p>
        </Banner>
      ) : null}
      <ol class="stepper" aria-label={w.form.stepper}>
        {w.form.steps.map((name, place) => (
          <li
            key={name}
            class={place < at ? 'done' : undefined}
            aria-current={place === at ? 'step' : undefined}
          >
            <button type="button" onClick={() => go(place)}>
              {name}
            </button>
          </li>
        ))}
      </ol>
      <div class="cols cols-free">
        <div class="c6 stack-4">
          {at === 0 && there ? (
            <>
              <FiguresCard
                preview={there}
                tz={tz}
                source={
                  there.figures.form === 'district' ? '/huyen' : area ? `/huyen/xa/${area}` : null
                }
                onAgain={() => void writing.refresh()}
              />
              {there.paper.tables[0] ? (
                <section class="card stack paper-data">
                  <h2>{there.paper.tables[0].title}</h2>
                  <PaperTable table={there.paper.tables[0]} label={there.paper.tables[0].title} />
                </section>
              ) : null}
            </>
          ) : null}
          {at === 1 && there ? <StatementsCards preview={there} /> : null}
          {at < 2 && !there ? (
            <Empty
              icon="bars"
              title={writing.loading.value ? w.form.loading : w.form.prefilled}
              text={writing.loading.value ? '' : w.form.noFigures}
            />
          ) : null}
          {at === 2 ? <Words writing={writing} /> : null}
          {at === 3 ? <Review writing={writing} left={props.left} /> : null}
          <div class="spread">
            {at > 0 ? (
              <Btn icon="left" onClick={() => go(at - 1)}>
                {w.form.steps[at - 1]}
              </Btn>
            ) : (
              <span />
            )}
            {at < 3 ? (
              <Btn kind="main" icon="right" onClick={() => go(at + 1)}>
                {at === 2 ? w.form.review : w.form.steps[at + 1]}
              </Btn>
            ) : null}
          </div>
          <div class="spread">
            <SavedState writing={writing} />
            {writing.savedAt.value ? (
              <Btn kind="quiet" onClick={props.onDiscard}>
                {w.form.discard}
              </Btn>
            ) : null}
          </div>
        </div>
        <section class="c6 stack">
          <h2 class="paper-caption">{w.paper.title}</h2>
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
          ) : (
            <div class="card block" aria-hidden="true" />
          )}
        </section>
      </div>
    </>
  );
}

/** Why it was not taken, or what has come in between. */
function Troubles({ writing }: { writing: Writing }) {
  const w = weeklyWords.value.form;
  const draft = writing.draft.value;
  const latest = writing.preview.value?.latest ?? draft?.refusal?.latest ?? null;
  if (!draft) return null;
  if (latest !== null && latest !== draft.corrects) {
    return (
      <Banner kind="wait" icon="info" now>
        {w.newer}
        <p>{w.newerText}</p>
        <div class="line">
          <Btn onClick={() => writing.change({ corrects: latest, refusal: null })}>
            {w.newerSend}
          </Btn>
          <Btn href={readHref(latest)}>{w.newerRead}</Btn>
        </div>
      </Banner>
    );
  }
  if (!draft.refusal) return null;
  return (
    <Banner kind="bad" icon="alert" now>
      {w.refused}
      <p>
        {trouble(draft.refusal.code).title}. {trouble(draft.refusal.code).text}
      </p>
    </Banner>
  );
}

function SavedState({ writing }: { writing: Writing }) {
  const { session } = useDesk();
  const w = weeklyWords.value.form;
  const { savedAt, saveFailed } = writing;
  if (saveFailed.value) return <Said kind="bad">{w.saveFailed}</Said>;
  return (
    <p class="src" data-saved={savedAt.value ?? undefined}>
      <Icon name="check" size="sm" />{' '}
      {savedAt.value ? w.saved(hour(savedAt.value, session.device.campaign.tz)) : w.unsaved}
    </p>
  );
}

function Words({ writing }: { writing: Writing }) {
  const w = weeklyWords.value.form;
  const draft = writing.draft.value;
  if (!draft) return null;
  return (
    <section class="card stack">
      {sections.map((name) => (
        <TextField
          key={name}
          id={`words-${name}`}
          label={
            name === 'workDone' ? (
              w.fields[name]
            ) : (
              <>
                {w.fields[name]} <span class="muted">{w.optional}</span>
              </>
            )
          }
          hint={name === 'results' ? w.resultsHint : undefined}
          maxLength={LONGEST}
          value={draft.narrative[name]}
          onInput={(text) => writing.write({ [name]: text })}
        />
      ))}
    </section>
  );
}

function Review({ writing, left }: { writing: Writing; left: number | null }) {
  const { me, session } = useDesk();
  const w = weeklyWords.value;
  const wrong = useSignal(false);
  const draft = writing.draft.value;
  const there = writing.preview.value;
  if (!draft) return null;
  const onBehalf = me.value !== null && onBehalfOf(writing, me.value.membership.organisation);
  const word = there?.word ?? 'báo cáo';
  const corrected = there?.square.versions.find((one) => one.id === draft.corrects);
  const send = () => {
    wrong.value = onBehalf && draft.saidBy.trim() === '';
    if (wrong.value) document.getElementById('said-by')?.focus();
    else void writing.finish(false);
  };
  return (
    <section class="card stack">
      <h2>{w.form.ready}</h2>
      {there ? (
        <p>
          {w.due.at(dueText(there.square.dueAt, session.device.campaign.tz))}.{' '}
          {left === null ? '' : left > 0 ? w.form.inTime : w.form.lateNow}
        </p>
      ) : null}
      {there?.square.moved ? <p class="sm">{w.due.moved(there.square.moved.reason)}</p> : null}
      {isEmpty(draft.narrative) ? <Said kind="wait">{w.form.bare}</Said> : null}
      {corrected && there ? (
        <div class="stack-2">
          <h3>{w.form.correction(corrected.version + 1)}</h3>
          {changedSections(there.narrative, draft.narrative).length ? (
            <>
              <p class="sm muted">{w.form.changed}</p>
              <WordsChanged before={there.narrative} after={draft.narrative} />
            </>
          ) : (
            <p class="sm muted">{w.form.changedNone}</p>
          )}
        </div>
      ) : null}
      {onBehalf ? <SaidBy writing={writing} wrong={wrong.value} /> : null}
      <Btn kind="main" size="big" icon="check" onClick={send}>
        {w.form.send(word)}
      </Btn>
    </section>
  );
}

/** Whose word it is, when somebody else types it. */
export function SaidBy({ writing, wrong }: { writing: Writing; wrong: boolean }) {
  const w = weeklyWords.value.form;
  const draft = writing.draft.value;
  if (!draft) return null;
  const unit = writing.preview.value?.square.unit.name ?? draft.organisation;
  return (
    <Field
      id="said-by"
      label={`${w.saidBy}, ${w.onBehalf(unit)}`}
      hint={w.saidByHint}
      error={wrong ? w.needSaidBy : null}
      maxLength={200}
      value={draft.saidBy}
      onInput={(saidBy) => writing.change({ saidBy })}
    />
  );
}
