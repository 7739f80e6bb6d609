// @vitest-environment happy-dom
/** Signing out at the desk: at once, unless a finished report has not been sent. */
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { freshDraft, noWords } from '../../../client/src/core/report';
// Loaded with the file: no test waits for the part of a page.
import '../../../client/src/desk/overview/app';
import { openReports } from '../../../client/src/store/reports';
import { startRouter } from '../../../client/src/ui/router';
import { freshBrowser } from '../support/phone';
import { open } from './support/desk';

startRouter();
beforeEach(freshBrowser);
afterEach(cleanup);

const duty = { obligation: 'R08', organisation: 'ubnd-xa.28135', period: '2021-08-26' };
const tap = async (name: string) => fireEvent.click(await screen.findByRole('button', { name }));

async function write(finished: boolean): Promise<void> {
  const reports = await openReports('d');
  const draft = await reports.save(freshDraft(duty, { ...noWords, workDone: 'Họp dân.' }, null));
  if (finished) await reports.finish(draft, 0);
  reports.close();
}

it('is done at once when nothing waits, a report that is still being written among it', async () => {
  await write(false);
  const desk = open('/huyen');
  await tap('Đăng xuất');
  await waitFor(() => expect(desk.signedOut()).toBe(1));
});

it('tells of a report that waits, and what becomes of it', async () => {
  await write(true);
  const desk = open('/huyen', { down: true });
  await tap('Đăng xuất');
  const told = await screen.findByText(/Còn 1 báo cáo đã viết xong mà chưa gửi được/);
  expect(told.textContent).toContain('vẫn giữ trên máy này');
  await tap('Ở lại');
  expect(screen.queryByText(/Còn 1 báo cáo/)).toBeNull();
  expect(desk.signedOut()).toBe(0);
  await tap('Đăng xuất');
  await tap('Vẫn đăng xuất');
  await waitFor(() => expect(desk.signedOut()).toBe(1));
});
