/** What differs between two versions, section by section: before, then after. */
import { changedSections, type Narrative } from '../../core/report';
import { weeklyWords } from './words';

export function WordsChanged({ before, after }: { before: Narrative; after: Narrative }) {
  const w = weeklyWords.value;
  return (
    <div class="stack">
      {changedSections(before, after).map((name) => (
        <section key={name} class="stack-1">
          <h3>{w.form.fields[name]}</h3>
          <p class="change change-before">
            <span class="xs">{w.read.before}</span>
            <del>{before[name].trim() || w.read.blank}</del>
          </p>
          <p class="change change-after">
            <span class="xs">{w.read.after}</span>
            <ins>{after[name].trim() || w.read.blank}</ins>
          </p>
        </section>
      ))}
    </div>
  );
}
