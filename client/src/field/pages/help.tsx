/**
 * 07: what to do and say at the door, all from the directory, so it works without network.
 * The QR strip stands above the steps: it is what the door needs.
 */
import { useSignal } from '@preact/signals';
import type { Help } from '../../core/types';
import { Seg } from '../../ui/choices';
import { nameOf } from '../../ui/language';
import { Empty } from '../../ui/marks';
import { Qr } from '../../ui/qr';
import { Rows, Step } from '../../ui/rows';
import { useField } from '../context';
import { Screen } from '../shell';
import { pageWords } from './words';

type Part = 'steps' | 'objections' | 'failures';

/** The address shown first: the shortest, whose code is easiest to scan. */
export function storeLinks(help: readonly Help[]): Help[] {
  return help.filter((one) => one.kind === 'store' && /^https:\/\//.test(one.text));
}

export function mainLink(links: readonly Help[]): Help | null {
  return [...links].sort((a, b) => a.text.length - b.text.length)[0] ?? null;
}

export function HelpScreen() {
  const { directory } = useField();
  const w = pageWords.value.help;
  const part = useSignal<Part>('steps');
  const lists = directory.value;
  const link = mainLink(storeLinks(lists?.help ?? []));
  return (
    <Screen title={w.title} tab="help">
      <Seg<Part>
        label={w.part}
        choices={[
          { value: 'steps', text: w.steps },
          { value: 'objections', text: w.objections },
          { value: 'failures', text: w.failures },
        ]}
        value={part.value}
        onChoose={(value) => {
          part.value = value;
        }}
      />
      {lists === null ? <Empty icon="book" title={w.empty} /> : null}
      {link && part.value === 'steps' ? (
        <a class="qr-strip" href="/huong-dan/ma-qr">
          <Qr text={link.text} label={w.qrOf(link.text)} />
          <span>
            <b>{w.qr}</b>
            <span class="sm">{w.offline}</span>
          </span>
        </a>
      ) : null}
      {part.value === 'steps' ? (
        <ol class="rows">
          {lists?.steps.map((step, at) => (
            <Step key={step.code} at={at + 1} {...splitStep(nameOf(step))} />
          ))}
        </ol>
      ) : (
        <Rows>
          {lists?.help
            .filter((one) =>
              part.value === 'objections'
                ? one.kind === 'objection'
                : one.kind === 'failure' || one.kind === 'remote',
            )
            .map((one) => (
              <Answer key={`${one.kind} ${one.code}`} help={one} />
            ))}
        </Rows>
      )}
    </Screen>
  );
}

/** A long step as its first sentence or clause, and the rest. */
export function splitStep(text: string): { title: string; text?: string } {
  const cut = /^([^.:;?]{16,}?)(, nói rõ |: |; |\. |, (?=tìm |chờ |đồng ý |cho phép ))(.+)$/.exec(
    text,
  );
  if (!cut?.[1] || !cut[3]) return { title: text };
  const rest = cut[2] === ', nói rõ ' ? `nói rõ ${cut[3]}` : cut[3];
  return { title: cut[1], text: rest.charAt(0).toLocaleUpperCase('vi') + rest.slice(1) };
}

function Answer({ help }: { help: Help }) {
  return (
    <div class="step-free">
      <h2 class="row-title">{help.name}</h2>
      <p>{help.text}</p>
    </div>
  );
}
