/** The desk's pages: what each role finds in its rail and behind an address. */
import { describe, expect, it } from 'vitest';
import { pageAt, pages, pagesOf, railOf } from '../../../client/src/desk/pages';

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

describe('the rail of a role', () => {
  const railed = (role: Parameters<typeof railOf>[0]) =>
    railOf(role).map(({ group, pages: listed }) => [group, listed.map((page) => page.text)]);

  it('of a district has every group', () => {
    expect(railed('district')).toEqual([
      ['watch', ['overview', 'inbox', 'reconciliation', 'ledger']],
      ['report', ['obligations', 'reports', 'statements']],
      ['check', ['review', 'attention', 'receipts', 'files']],
      ['manage', ['directory', 'people', 'privacy', 'tokens', 'admin']],
    ]);
  });

  it('of a commune lacks what is for the district', () => {
    expect(railed('commune').at(-1)).toEqual(['manage', ['directory', 'people', 'privacy']]);
  });

  it('of an organisation has only what it watches and reports', () => {
    expect(railed('reporter')).toEqual([
      ['watch', ['overview', 'inbox']],
      ['report', ['obligations', 'reports', 'statements']],
    ]);
    expect(railOf('volunteer')).toEqual([]);
  });

  it('lists each of its pages once, but for one’s own', () => {
    for (const role of ['reporter', 'commune', 'district', 'admin'] as const) {
      const listed = railOf(role).flatMap((one) => one.pages);
      expect(new Set(listed).size).toBe(listed.length);
      const rest = pagesOf(role).filter((page) => !listed.includes(page));
      expect(rest.map((page) => page.text)).toEqual(['account']);
    }
  });
});
