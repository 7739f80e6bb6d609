/**
 * The page as it will be printed: head, the author's words, sentences and tables of the figures.
 *
 * Rests on what the server says the document shows; the author's words come from this machine, so the page follows
 * as they type. Paper is paper in both themes.
 */
import type { Narrative, Section } from '../../core/report';
import type { Paper } from '../../sync/reports';
import { official } from './official';
import { weeklyWords } from './words';

function lines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
}

function Part({ name, texts }: { name: Section; texts: readonly string[] }) {
  return (
    <>
      <p class="paper-head">{official.heads[name]}</p>
      {(texts.length ? texts : [official.nothing]).map((text, at) => (
        <p key={at}>{text}</p>
      ))}
    </>
  );
}

export function PaperTable({ table, label }: { table: Paper['tables'][number]; label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section class="scroll" tabIndex={0} aria-label={label}>
      <table>
        <thead>
          <tr>
            {table.headings.map((heading, at) => (
              <th key={at} scope="col">
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, line) => (
            <tr key={line}>
              {row.map((cell, at) => (
                <td key={at}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
        {table.total ? (
          <tfoot>
            <tr>
              {table.total.map((cell, at) => (
                <td key={at}>{cell}</td>
              ))}
            </tr>
          </tfoot>
        ) : null}
      </table>
    </section>
  );
}

/** The Front and the organisations do not write by the decree: no national motto; the Youth Union has its own line. */
export interface Issuer {
  readonly organisation: boolean;
  readonly youth: boolean;
}

export function issuerOf(form: string, code: string): Issuer {
  return { organisation: form === 'organisation', youth: code.startsWith('doan-tn') };
}

function Head({ paper, issuer }: { paper: Paper; issuer: Issuer }) {
  return (
    <div class="paper-top">
      <div>
        {paper.superior && !issuer.organisation ? <span>{paper.superior}</span> : null}
        {paper.issuer.map((line) => (
          <b key={line}>{line}</b>
        ))}
        <i class="paper-rule" aria-hidden="true" />
        {issuer.organisation ? null : (
          <span>
            {official.number} <span class="paper-gap" />/{paper.symbol}
          </span>
        )}
      </div>
      <div>
        {issuer.organisation ? (
          issuer.youth ? (
            <b>{official.youth}</b>
          ) : null
        ) : (
          <>
            <b>{official.country}</b>
            <b>{official.motto}</b>
            <i class="paper-rule paper-rule-2" aria-hidden="true" />
          </>
        )}
        <em>{paper.placeAndDate}</em>
      </div>
    </div>
  );
}

export function PaperSheet(props: {
  paper: Paper;
  narrative: Narrative;
  zero: boolean;
  version: number;
  word: string;
  issuer: Issuer;
  sample: boolean;
}) {
  const { paper, narrative, zero } = props;
  const said = (name: Section) => lines(narrative[name]);
  const results = [
    ...said('results'),
    ...(zero && !paper.results.includes(official.zero) ? [official.zero] : []),
    ...paper.results,
  ];
  return (
    <article class="paper" lang="vi" aria-label={weeklyWords.value.paper.label}>
      <Head paper={paper} issuer={props.issuer} />
      <p class="paper-title">{paper.title}</p>
      <p class="paper-title">{paper.abstract}</p>
      {props.version > 1 ? <p class="paper-mid">{official.correction(props.version - 1)}</p> : null}
      {props.sample ? <p class="paper-mid">{official.sample}</p> : null}
      <p class="paper-mid">
        {official.to} {paper.addressee}
      </p>
      <Part name="workDone" texts={said('workDone')} />
      <Part name="results" texts={results} />
      <Part name="difficulties" texts={said('difficulties')} />
      <Part name="proposals" texts={said('proposals')} />
      <Part name="nextWeek" texts={said('nextWeek')} />
      {said('note').length ? <Part name="note" texts={said('note')} /> : null}
      <p>
        {props.issuer.organisation
          ? official.told(paper.unitName, paper.addressee)
          : official.closing(props.word, paper.unitName, paper.addressee)}
      </p>
      <div class="paper-top paper-sign">
        <div>
          <b>
            <em>{official.recipients}</em>
          </b>
          {paper.recipients.map((line) => (
            <span key={line}>{line}</span>
          ))}
        </div>
        <div>
          {paper.signerLines.map((line) => (
            <b key={line}>{line}</b>
          ))}
          <b class="paper-name">{paper.signerName}</b>
        </div>
      </div>
      {paper.tables.map((table, place) => (
        <div key={table.title} class="paper-annex">
          <p class="paper-mid">{official.annex(place)}</p>
          <p class="paper-title">{table.title.toLocaleUpperCase('vi')}</p>
          <PaperTable table={table} label={`${official.annex(place)}: ${table.title}`} />
          {table.notes.map((note) => (
            <p key={note}>{note}</p>
          ))}
        </div>
      ))}
    </article>
  );
}
