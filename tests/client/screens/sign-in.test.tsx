// @vitest-environment happy-dom
/** Signing in at the desk. */
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { success } from '../../../client/src/core/result';
import { SignInApp } from '../../../client/src/desk/sign-in';
import type { Account } from '../../../client/src/sync/account';
import { loadTroubles } from '../../../client/src/ui/trouble';

void loadTroubles();
afterEach(cleanup);

describe('sign-in', () => {
  function signIn(answer: (input: unknown) => unknown) {
    const inputs: unknown[] = [];
    let done = 0;
    const account = {
      signIn: async (input: unknown) => {
        inputs.push(input);
        return answer(input);
      },
    } as unknown as Account;
    render(
      <SignInApp
        account={account}
        onDone={() => {
          done += 1;
        }}
      />,
    );
    const fill = (name: string, value: string) =>
      fireEvent.input(screen.getByLabelText(name), { target: { value } });
    return { inputs, done: () => done, fill };
  }
  const submit = () => fireEvent.click(screen.getByRole('button', { name: 'Đăng nhập' }));

  it('leads on when the password is right', async () => {
    const form = signIn(() => success({}));
    form.fill('Tên đăng nhập', ' vhtt ');
    form.fill('Mật khẩu', 'mat khau dai');
    submit();
    await waitFor(() => expect(form.done()).toBe(1));
    expect(form.inputs).toMatchObject([{ username: 'vhtt', password: 'mat khau dai' }]);
  });

  it('says what is missing before it asks', async () => {
    const form = signIn(() => success({}));
    submit();
    expect(await screen.findByText('Chưa nhập tên đăng nhập.')).toBeTruthy();
    form.fill('Tên đăng nhập', 'vhtt');
    submit();
    expect(await screen.findByText('Chưa nhập mật khẩu.')).toBeTruthy();
    expect(form.inputs).toEqual([]);
  });

  it('says that name or password is wrong and keeps the name', async () => {
    const form = signIn(() => ({ ok: false, error: { code: 'session.credentials' } }));
    form.fill('Tên đăng nhập', 'vhtt');
    form.fill('Mật khẩu', 'sai');
    submit();
    expect(await screen.findByText('Tên đăng nhập hoặc mật khẩu chưa đúng')).toBeTruthy();
    expect((screen.getByLabelText('Tên đăng nhập') as HTMLInputElement).value).toBe('vhtt');
    expect(form.done()).toBe(0);
  });

  it('asks for the code after the password was right, and again when it was not', async () => {
    const form = signIn((input) => {
      const { factorCode } = input as { factorCode?: string };
      if (factorCode === '123456') return success({});
      const code = factorCode === undefined ? 'session.code_needed' : 'session.code_wrong';
      return { ok: false, error: { code } };
    });
    form.fill('Tên đăng nhập', 'vhtt');
    form.fill('Mật khẩu', 'mat khau dai');
    submit();
    await screen.findByLabelText('Mã xác thực');
    expect(screen.queryByRole('alert'), 'asking is no fault').toBeNull();
    expect(screen.getByText('Đang đăng nhập bằng tên vhtt')).toBeTruthy();
    submit();
    expect(await screen.findByText('Chưa nhập mã.')).toBeTruthy();
    form.fill('Mã xác thực', '000000');
    submit();
    expect(await screen.findByText('Mã chưa đúng hoặc đã dùng rồi')).toBeTruthy();
    form.fill('Mã xác thực', '123456');
    submit();
    await waitFor(() => expect(form.done()).toBe(1));
    expect(form.inputs.map((one) => (one as { factorCode?: string }).factorCode)).toEqual([
      undefined,
      '000000',
      '123456',
    ]);
  });

  it('takes a recovery code, and leads back to another name', async () => {
    const form = signIn(() => ({ ok: false, error: { code: 'session.code_needed' } }));
    form.fill('Tên đăng nhập', 'vhtt');
    form.fill('Mật khẩu', 'mat khau dai');
    submit();
    fireEvent.click(await screen.findByRole('button', { name: /Dùng mã dự phòng/ }));
    expect(await screen.findByLabelText('Mã dự phòng')).toBeTruthy();
    expect(screen.getByText(/Nhờ người quản trị gỡ/)).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Đăng nhập bằng tên khác' }));
    expect(((await screen.findByLabelText('Mật khẩu')) as HTMLInputElement).value).toBe('');
  });

  it('lets a person of several campaigns choose one', async () => {
    const form = signIn((input) =>
      (input as { campaign?: string }).campaign
        ? success({})
        : {
            ok: false,
            error: { code: 'campaign.choose', details: { campaign: ['bluezone', 'vneid'] } },
          },
    );
    form.fill('Tên đăng nhập', 'vhtt');
    form.fill('Mật khẩu', 'mat khau dai');
    submit();
    fireEvent.click(await screen.findByRole('button', { name: 'vneid' }));
    await waitFor(() => expect(form.done()).toBe(1));
    expect(form.inputs[1]).toMatchObject({ campaign: 'vneid' });
  });
});
