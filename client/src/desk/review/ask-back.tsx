/** From a signal: a few of that person's records of that day are drawn, to ask about them again. */
import { Btn } from '../../ui/buttons';
import { Said } from '../../ui/fields';
import { fullDay } from '../../ui/format';
import { Refused } from '../refused';
import { hrefOf } from './address';
import { drawnText, useDrawing } from './drawing';
import type { Signal } from './wire';
import { reviewWords } from './words';

const FEW = 5;

export function AskBack({ signal }: { signal: Signal }) {
  const w = reviewWords.value;
  const { busy, failure, drawn, draw } = useDrawing();
  const { person, personName, day } = signal;
  return (
    <div class="stack-2 signal-ask">
      {drawn ? null : (
        <Btn
          locked={busy}
          onClick={() => void draw(FEW, { area: '', since: day, until: day, person })}
        >
          {w.signals.ask(FEW)}
          <span class="sr"> {w.signals.askOf(personName, fullDay(day))}</span>
        </Btn>
      )}
      <Refused failure={failure} />
      <div role="status">
        {drawn ? (
          <Said kind={drawn.found > 0 ? 'ok' : 'wait'}>
            {drawnText(drawn)}{' '}
            <a href={hrefOf('samples', { since: day, until: day })}>{w.samples.list}</a>
          </Said>
        ) : null}
      </div>
    </div>
  );
}
