/** A phone that staff have locked: what is safe, and what to do. */
import { Btn } from '../../../ui/buttons';
import { Banner } from '../../../ui/marks';
import { Step } from '../../../ui/rows';
import { leaveWords } from './words';

export function Revoked() {
  const w = leaveWords.value;
  return (
    <section class="stack-2">
      <Banner kind="bad" icon="lock" now>
        {w.revoked}
        <p>{w.revokedText}</p>
      </Banner>
      <ol>
        {w.revokedSteps.map(({ title, text }, at) => (
          <Step key={title} at={at + 1} title={title} text={text} />
        ))}
      </ol>
      <Btn icon="edit" href="/them-nguoi">
        {w.invite}
      </Btn>
    </section>
  );
}
