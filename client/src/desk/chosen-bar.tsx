/**
 * How many of a long list are chosen, and the way up to what is done with them; stays in sight where the screen is
 * too small to keep the form itself in sight.
 */
import { Btn } from '../ui/buttons';

export function ChosenBar(props: { text: string; go: string; formId: string }) {
  return (
    <div class="chosen-bar no-print">
      <b>{props.text}</b>
      <Btn
        kind="main"
        onClick={() => {
          const form = document.getElementById(props.formId);
          form?.scrollIntoView({ block: 'center' });
          form?.focus({ preventScroll: true });
        }}
      >
        {props.go}
      </Btn>
    </div>
  );
}
