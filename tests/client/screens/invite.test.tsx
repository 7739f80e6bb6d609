// @vitest-environment happy-dom
/** Inviting one person at the desk. */
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
// Loaded with the file: no test waits for the part of a page.
import '../../../client/src/desk/people/app';
import { startRouter } from '../../../client/src/ui/router';
import { loadTroubles } from '../../../client/src/ui/trouble';
import { open } from './support/desk';

void loadTroubles();
startRouter();
afterEach(cleanup);

describe('an invite', () => {
  const label = (name: string | RegExp) => screen.findByLabelText(name);

  it('is made for a name, a role, an organisation and an area, and shown once', async () => {
    const { bodies } = open('/huyen/nguoi');
    fireEvent.input(await label('Tên gọi'), { target: { value: 'Anh L.H.N.' } });
    fireEvent.input(await label('Tìm tổ chức'), { target: { value: 'cuu chien binh xa' } });
    await waitFor(async () =>
      expect(((await label('Tổ chức')) as HTMLSelectElement).value).toBe('hoi-ccb-xa'),
    );
    fireEvent.change(await label('Địa bàn'), { target: { value: '28135' } });
    fireEvent.click(screen.getByRole('button', { name: 'Tạo đường dẫn mời' }));
    expect(await screen.findByText('7ZQK-S38K-SKRF-TYGE-KQZM-CM4M-F5')).toBeTruthy();
    expect(screen.getByText('Dùng một lần, đến 23:59 ngày 16/9/2021')).toBeTruthy();
    expect(screen.getByRole('img', { name: /Mã QR/ })).toBeTruthy();
    expect(bodies).toMatchObject([
      {
        name: 'Anh L.H.N.',
        role: 'volunteer',
        organisation: 'hoi-ccb-xa',
        area: '28135',
        hamlet: null,
      },
    ]);
  });

  it('does not offer a kind as an organisation', async () => {
    open('/huyen/nguoi');
    const select = (await label('Tổ chức')) as HTMLSelectElement;
    expect([...select.options].map((one) => one.text)).not.toContain('Ngân hàng');
  });

  it('says at each field what is missing, and sends nothing', async () => {
    const { bodies } = open('/huyen/nguoi');
    fireEvent.click(await screen.findByRole('button', { name: 'Tạo đường dẫn mời' }));
    for (const sentence of ['Chưa nhập tên gọi.', 'Chưa chọn tổ chức.', 'Chưa chọn địa bàn.']) {
      expect(await screen.findByText(sentence)).toBeTruthy();
    }
    expect(bodies).toEqual([]);
  });
});
