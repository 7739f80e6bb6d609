/**
 * The communes as tiles, roughly where they lie; dark means more, the value is printed on each tile.
 * Promises: a commune whose measure is not known is told apart by shape and word, not by colour.
 */
import { pictureWords } from './words';

export type MapTile = {
  code: string;
  name: string;
  text: string | null;
  /** An estimate, or above 100 %. */
  mark: string | null;
  col: number;
  row: number;
  step: 0 | 1 | 2 | 3 | 4 | 5;
  href: string;
};

export function TileMap({ tiles }: { tiles: readonly MapTile[] }) {
  return (
    <div class="tiles">
      {tiles.map((tile) => (
        <a
          key={tile.code}
          class={`tile q${tile.step}`}
          href={tile.href}
          data-code={tile.code}
          ref={(box) => {
            box?.style.setProperty('--col', String(tile.col + 1));
            box?.style.setProperty('--row', String(tile.row + 1));
          }}
        >
          {tile.name}
          <b>{tile.text ?? pictureWords.value.unknown}</b>
          {tile.mark ? <span class="xs">{tile.mark}</span> : null}
        </a>
      ))}
    </div>
  );
}

export function Ramp({ steps }: { steps: readonly { step: 1 | 2 | 3 | 4 | 5; text: string }[] }) {
  return (
    <ul class="ramp">
      {steps.map(({ step, text }) => (
        <li key={step} class="ramp-step">
          <i class={`ramp-hue q${step}`} />
          {text}
        </li>
      ))}
    </ul>
  );
}
