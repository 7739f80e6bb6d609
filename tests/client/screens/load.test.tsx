// @vitest-environment happy-dom
/** What a page of the desk reads: kept back by the network it is asked for again when the network returns. */
import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, expect, it } from 'vitest';
import { useLoaded } from '../../../client/src/desk/load';
import type { Reply } from '../../../client/src/sync/contract';

afterEach(cleanup);

function Page({ get }: { get: () => Reply<string> }) {
  const { value, problem } = useLoaded('page', get);
  return <p>{value ?? problem ?? 'waiting'}</p>;
}

/** Answers of a server, one after the other; the last one for good. */
function server(...answers: string[]) {
  const asked: string[] = [];
  const get = async (): ReturnType<() => Reply<string>> => {
    const answer = answers[Math.min(asked.length, answers.length - 1)] ?? '';
    asked.push(answer);
    return answer.includes('.')
      ? { ok: false, error: { code: answer, status: null, retryAfter: null } }
      : { ok: true, value: answer };
  };
  return { asked, get };
}

it('comes by itself when the network is back', async () => {
  const { get } = server('transport.offline', 'figures');
  render(<Page get={get} />);
  await screen.findByText('transport.offline');
  fireEvent(window, new Event('online'));
  expect(await screen.findByText('figures')).toBeTruthy();
});

it('is not asked for again when it is there, or was refused', async () => {
  for (const first of ['figures', 'scope.outside']) {
    const { asked, get } = server(first, 'more');
    render(<Page get={get} />);
    await screen.findByText(first);
    fireEvent(window, new Event('online'));
    await Promise.resolve();
    expect(asked).toEqual([first]);
    cleanup();
  }
});
