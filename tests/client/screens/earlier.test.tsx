// @vitest-environment happy-dom
/** The first district page as it was at an earlier moment. */
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
// Loaded with the file: no test waits for the part of a page.
import '../../../client/src/desk/overview/app';
import { startRouter } from '../../../client/src/ui/router';
import { loadTroubles } from '../../../client/src/ui/trouble';
import { card, open, totalsOf } from './support/desk';

void loadTroubles();
startRouter();
afterEach(cleanup);

describe('an earlier state', () => {
  const past = '2021-09-06T10:00:00.000Z';

  it('says so above all, asks for that moment alone, and leads back', async () => {
    const { asked } = open(`/huyen?luc=${past}`, {
      answer: (query) => totalsOf({ by: query.by ?? 'commune', seq: 1234, asOfAt: past }),
    });
    await screen.findByText(/^Số liệu tính đến 17:00 thứ Hai.6\/9\/2021 \(số thứ tự 1\.234\)$/);
    // a week before, for the ranks, is earlier still
    const moments = new Set(asked.map((query) => query.asOf));
    expect([...moments].sort()).toEqual(['2021-08-30T17:00:00.000Z', past]);
    expect(document.querySelector('[data-work]')).toBeNull();
    expect(document.querySelector('[data-fresh]')).toBeNull();
    expect(document.querySelector('[data-report]')).toBeNull();
    fireEvent.click(screen.getByRole('link', { name: 'Về số hiện nay' }));
    await waitFor(() => expect(document.querySelector('[data-as-of]')).toBeNull());
    expect(location.search).toBe('');
  });

  it.each([
    ['Ngày', '2021-09-06', '2021-09-06T16:59:00.000Z'],
    ['Số thứ tự', '1234', '1234'],
    ['Ngày', '9999-01-01', null],
  ])(
    'is chosen by %s %s, a day as it ended; what has not come is the present',
    async (label, typed, luc) => {
      open('/huyen');
      await card('smartphones');
      const choice = document.querySelector('[data-as-of-choice]') as HTMLElement;
      fireEvent.input(within(choice).getByLabelText(label), { target: { value: typed } });
      expect(location.search).toBe('');
      fireEvent.click(within(choice).getByRole('button', { name: 'Xem', hidden: true }));
      expect(new URLSearchParams(location.search).get('luc')).toBe(luc);
    },
  );
});
