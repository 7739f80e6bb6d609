/** The desk's pages: what each role finds in its rail and behind an address. */
import { describe, expect, it } from 'vitest';
import { pageAt, pages, pagesOf } from '../../../client/src/desk/pages';

describe('the pages of the desk', () => {
  it('have addresses of their own, below /huyen', () => {
    const addresses = pages.map((page) => page.href);
    expect(new Set(addresses).size).toBe(addresses.length);
    for (const href of addresses) expect(href).toMatch(/^\/huyen(\/[a-z-]+)*$/);
  });

  it('are found by what stands below them and with a slash at the end', () => {
    expect(pageAt('/huyen/xa/28135', 'district')?.href).toBe('/huyen');
    expect(pageAt('/huyen/nguoi/', 'district')?.href).toBe('/huyen/nguoi');
    expect(pageAt('/huyen/nguoi/moi', 'district')?.href).toBe('/huyen/nguoi');
    expect(pageAt('/huyen/khong-co', 'district')).toBeNull();
  });

  it('are not there for a role that does not have them', () => {
    expect(pageAt('/huyen/nguoi', 'reporter')).toBeNull();
    expect(pagesOf('reporter').map((page) => page.href)).not.toContain('/huyen/nguoi');
    expect(pagesOf('volunteer')).toEqual([]);
  });
});
