/**
 * The card around a picture: what it counts, its source and day, a table of the same figures, and four files to take.
 * Promises: the files say what the card says, sample and estimates included.
 */
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { Said } from '../../ui/fields';
import { giveFile } from '../../ui/give-file';
import { Icon } from '../../ui/icon';
import { words } from '../../ui/language';
import { Sample } from '../../ui/marks';
import { trouble } from '../../ui/trouble';
import { useDesk } from '../context';
import { lightPalette, pngOf, svgOf } from './paint';
import type { Scene } from './scene';
import { pictureWords } from './words';

type Props = {
  title: string;
  /** Of the picture's files, without an ending. */
  file: string;
  width?: string;
  /** Source, day, what still waits; each line stands in the files too, which say by themselves what is a sample. */
  notes: readonly string[];
  scene: (notes: readonly string[]) => Scene;
  /** Path of the same figures as CSV or XLSX. */
  data: (kind: 'csv' | 'xlsx') => string;
  table?: ComponentChildren;
  aside?: ComponentChildren;
  children: ComponentChildren;
};

export function Picture(props: Props) {
  const { session } = useDesk();
  const w = pictureWords.value;
  const failed = useSignal<string | null>(null);
  const shown = useSignal(false);
  const { sample } = session.device.campaign;
  const scene = () => props.scene(sample ? [...props.notes, w.sample] : props.notes);
  const give = async (content: Blob, ending: string) => {
    await giveFile(new File([content], `${props.file}.${ending}`, { type: content.type }));
  };
  const svg = () =>
    give(new Blob([svgOf(scene(), lightPalette())], { type: 'image/svg+xml' }), 'svg');
  const png = async () => {
    const made = await pngOf(scene(), lightPalette());
    if (made) await give(made, 'png');
    else failed.value = w.noPng;
  };
  const data = async (kind: 'csv' | 'xlsx') => {
    const reply = await session.transport.file({ method: 'GET', path: props.data(kind) });
    if (reply.ok) await give(reply.value.content, kind);
    else failed.value = trouble(reply.error.code).title;
  };
  const take = (text: string, act: () => Promise<void>) => (
    <button
      type="button"
      class="btn btn-quiet"
      onClick={(event) => {
        failed.value = null;
        event.currentTarget.closest('details')?.removeAttribute('open');
        void act();
      }}
    >
      {text}
    </button>
  );
  return (
    <section class={`card picture ${props.width ?? ''}`.trim()} data-picture={props.file}>
      <div class="card-head">
        <h2>{props.title}</h2>
        <div class="line no-print">
          {props.aside}
          <details class="take">
            <summary aria-label={w.takeOf(props.title)}>
              <Icon name="down" />
              {w.take}
            </summary>
            <div class="take-list">
              {take(w.svg, svg)}
              {take(w.png, png)}
              {take(w.csv, () => data('csv'))}
              {take(w.xlsx, () => data('xlsx'))}
            </div>
          </details>
        </div>
      </div>
      {props.children}
      {props.table ? (
        <>
          <p class="no-print">
            <button
              type="button"
              class="textlink sm"
              aria-expanded={shown.value}
              onClick={() => {
                shown.value = !shown.value;
              }}
            >
              {shown.value ? w.noTable : w.table}
            </button>
          </p>
          <div class={shown.value ? undefined : 'sr'}>{props.table}</div>
        </>
      ) : null}
      <p class="src">
        {props.notes.map((note) => (
          <span key={note}>{note} </span>
        ))}
        {sample ? <Sample>{words.value.sample}</Sample> : null}
      </p>
      <div role="status">{failed.value ? <Said kind="bad">{failed.value}</Said> : null}</div>
    </section>
  );
}
