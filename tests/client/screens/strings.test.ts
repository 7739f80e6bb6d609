/** The words: nothing left in one language, no code without a sentence, the tone as agreed. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as counterEn from '../../../client/src/counter/strings.en';
import * as counterVi from '../../../client/src/counter/strings.vi';
import * as adminEn from '../../../client/src/desk/admin/strings.en';
import * as adminVi from '../../../client/src/desk/admin/strings.vi';
import * as attentionEn from '../../../client/src/desk/attention/strings.en';
import * as attentionVi from '../../../client/src/desk/attention/strings.vi';
import * as ledgerEn from '../../../client/src/desk/ledger/strings.en';
import * as ledgerVi from '../../../client/src/desk/ledger/strings.vi';
import * as obligationsEn from '../../../client/src/desk/obligations/strings.en';
import * as obligationsVi from '../../../client/src/desk/obligations/strings.vi';
import * as reconciliationEn from '../../../client/src/desk/reconciliation/strings.en';
import * as reconciliationVi from '../../../client/src/desk/reconciliation/strings.vi';
import * as reviewEn from '../../../client/src/desk/review/strings.en';
import * as reviewVi from '../../../client/src/desk/review/strings.vi';
import * as deskEn from '../../../client/src/desk/strings.en';
import * as deskVi from '../../../client/src/desk/strings.vi';
import * as weeklyEn from '../../../client/src/desk/weekly/strings.en';
import * as weeklyVi from '../../../client/src/desk/weekly/strings.vi';
import * as enrolEn from '../../../client/src/field/enrol/strings.en';
import * as enrolVi from '../../../client/src/field/enrol/strings.vi';
import * as pagesEn from '../../../client/src/field/pages/strings.en';
import * as pagesVi from '../../../client/src/field/pages/strings.vi';
import * as stepsEn from '../../../client/src/field/steps/strings.en';
import * as stepsVi from '../../../client/src/field/steps/strings.vi';
import * as baseEn from '../../../client/src/ui/strings.en';
import * as factsEn from '../../../client/src/ui/strings.facts.en';
import * as factsVi from '../../../client/src/ui/strings.facts.vi';
import * as noticesEn from '../../../client/src/ui/strings.notices.en';
import * as noticesVi from '../../../client/src/ui/strings.notices.vi';
import { en as troubleEn } from '../../../client/src/ui/strings.trouble.en';
import { vi as troubleVi } from '../../../client/src/ui/strings.trouble.vi';
import * as baseVi from '../../../client/src/ui/strings.vi';

const catalogue = readFileSync(
  fileURLToPath(new URL('../../../server/errors.py', import.meta.url)),
  'utf8',
);

/** All sentences with the way to them; functions are called with figures. */
function sentences(tree: unknown, path = ''): [string, string][] {
  if (typeof tree === 'string') return [[path, tree]];
  if (typeof tree === 'function') {
    return [[path, String((tree as (...given: unknown[]) => unknown)('3', '4'))]];
  }
  return Object.entries(tree as Record<string, unknown>).flatMap(([key, value]) =>
    sentences(value, path ? `${path}.${key}` : key),
  );
}

const parts: [string, unknown, unknown][] = [
  ['the form', baseVi.vi, baseEn.en],
  ['the steps', stepsVi.vi, stepsEn.en],
  ['the pages', pagesVi.vi, pagesEn.en],
  ['the way in', enrolVi.vi, enrolEn.en],
  ['the counter', counterVi.vi, counterEn.en],
  ['the desk', deskVi.vi, deskEn.en],
  ['reports', weeklyVi.vi, weeklyEn.en],
  ['the board of obligations', obligationsVi.vi, obligationsEn.en],
  ['the ledger', ledgerVi.vi, ledgerEn.en],
  ['the reconciliation', reconciliationVi.vi, reconciliationEn.en],
  ['the checks', reviewVi.vi, reviewEn.en],
  ['what waits for a person', attentionVi.vi, attentionEn.en],
  ["the admin's pages", adminVi.vi, adminEn.en],
  ['the inbox', noticesVi.vi, noticesEn.en],
  ['facts', factsVi.vi, factsEn.en],
  ['troubles', troubleVi, troubleEn],
];

describe.each(parts)('the words of %s', (_name, vi, en) => {
  it('are all there in both languages', () => {
    const keys = (tree: unknown) => sentences(tree).map(([path]) => path);
    expect(keys(en)).toEqual(keys(vi));
    expect(sentences(vi).filter(([, text]) => text.trim() === '')).toEqual([]);
    expect(sentences(en).filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  it('never shout, blame, or say "lỗi hệ thống"', () => {
    for (const [, text] of [...sentences(vi), ...sentences(en)]) {
      expect(text).not.toMatch(/!|lỗi hệ thống|gian lận|chống đối/i);
    }
  });

  it('are Vietnamese in the Vietnamese list', () => {
    const marks = /[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]/i;
    const bare = sentences(vi).filter(([, text]) => text.length > 12 && !marks.test(text));
    expect(bare).toEqual([]);
  });
});

it('every error is one sentence of fact and one of what to do', () => {
  for (const [code, { title, text }] of Object.entries(troubleVi)) {
    expect(title, code).not.toMatch(/[.]$/);
    expect(text, code).toMatch(/[.]$/);
  }
});

it('codes that the server may send to a phone have their sentence', () => {
  const sent = [...catalogue.matchAll(/^ {4}"([a-z_.]+)": Kind/gm)].map(
    (found) => found[1] as string,
  );
  expect(sent.length).toBeGreaterThan(30);
  // The others are met by programs and clerks' imports, never by these pages.
  const met =
    /^(op\.|area\.(unknown|out_of_scope)|outcome\.|phone\.|person\.(unknown|changed)|quarantine\.|role\.|session\.|device\.|campaign\.(choose|purged)|invite\.|request\.(invalid|too_many)|not_found|server\.|organisation\.(unknown|class)|report\.|obligation\.|period\.)/;
  const wanted = sent.filter((code) => met.test(code));
  expect(wanted.length).toBeGreaterThan(25);
  expect(wanted.filter((code) => !(code in troubleVi))).toEqual([]);
});

it('codes of the phone itself have theirs', () => {
  const own = [
    'store.quota',
    'store.closed',
    'store.blocked',
    'store.newer',
    'store.unavailable',
    'record.unknown',
    'record.revs',
    'transport.offline',
    'transport.timeout',
    'transport.foreign',
    'transport.garbled',
    'transport.unsettled',
    'push.unanswered',
  ];
  expect(own.filter((code) => !(code in troubleVi))).toEqual([]);
});
