/**
 * The steps behind an answer: reason, number, saved, and the choice of the place.
 * Loaded right after the form has been drawn, so that the form itself comes sooner.
 */
import { useField } from '../context';
import { stepNow } from '../history';
import { NumberStep } from './number';
import { PlacePicker } from './place';
import { ReasonStep } from './reasons';
import { SavedStep } from './saved';
import '../../ui/css/input.css';
import '../../ui/css/rows.css';

/** The step of the history entry; the caller has made sure that there is one to show. */
export function StepApp() {
  const { visit } = useField();
  const step = stepNow();
  const answer = visit.answer.value;
  if (step === 'place') return <PlacePicker />;
  if (visit.saved.value) return <SavedStep saved={visit.saved.value} />;
  if (answer === 'done') return <NumberStep />;
  return answer ? <ReasonStep answer={answer} /> : null;
}
