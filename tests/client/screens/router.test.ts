// @vitest-environment happy-dom
/** Addresses: links stay inside, the back button steps back, the fragment is read and wiped. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { entry, go, path, query, startRouter, staysInside } from '../../../client/src/ui/router';

let stop = () => {};

beforeEach(() => {
  stop = startRouter();
  go('/', { replace: true });
});
afterEach(() => stop());

it('a link inside the app changes the address without a load', () => {
  const link = document.createElement('a');
  link.href = '/so?x=1';
  document.body.append(link);
  const event = new MouseEvent('click', { bubbles: true, cancelable: true });
  link.dispatchEvent(event);
  expect(event.defaultPrevented).toBe(true);
  expect(path.value).toBe('/so');
  expect(query.value).toBe('?x=1');
});

it.each([
  { href: 'https://bluezone.gov.vn/' },
  { href: '/api/docs' },
  { href: '/so', target: '_blank' },
  { href: '/so', download: 'x' },
  { href: '/#bang' },
])('a link that leads elsewhere is left to the browser: %o', (attributes) => {
  const link = document.createElement('a');
  for (const [name, value] of Object.entries(attributes)) link.setAttribute(name, value);
  expect(staysInside(new MouseEvent('click'), link)).toBe(false);
});

it('with a key held down a link opens as the browser wishes', () => {
  const link = document.createElement('a');
  link.href = '/so';
  expect(staysInside(new MouseEvent('click', { ctrlKey: true }), link)).toBe(false);
  expect(staysInside(new MouseEvent('click'), link)).toBe(true);
});

it('a step of the form is an entry of its own', () => {
  go('/', { state: { step: 'reasons' } });
  expect(entry.value).toEqual({ step: 'reasons' });
  expect(path.value).toBe('/');
});
