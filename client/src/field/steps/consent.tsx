/**
 * The question that is put to the resident, word for word as the campaign gives it.
 * Its text may hold a bold title line, list lines and a closing question; nothing else is read into it.
 */
import { useSignal } from '@preact/signals';
import { Btn } from '../../ui/buttons';
import { stepWords } from './words';

/** A line of the text without its marks: `**title**`, `- item`. */
export function plainLines(text: string): { text: string; item: boolean }[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^id:/.test(line))
    .map((line) => ({
      item: /^[-*] /.test(line),
      text: line
        .replace(/^[-*] /, '')
        .replace(/\*\*/g, '')
        .replace(/\s*\[[^\]]*\]/g, ''),
    }));
}

export function ConsentText({ text }: { text: string }) {
  const open = useSignal(false);
  const w = stepWords.value.phone;
  const lines = plainLines(text);
  return (
    <>
      {open.value ? (
        <div class="stack-1">
          {lines.map((line) => (
            <p key={line.text}>{line.item ? `• ${line.text}` : line.text}</p>
          ))}
        </div>
      ) : null}
      <Btn
        kind="quiet"
        onClick={() => {
          open.value = !open.value;
        }}
      >
        {open.value ? w.less : w.more}
      </Btn>
    </>
  );
}
