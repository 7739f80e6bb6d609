/**
 * 11: sign in, for people with a password. Volunteers are told that they need none.
 * Rests on the account. Promises: a wrong password leaves the name as typed; errors stand at the field; who has a second
 * factor is asked for it after the password was right.
 */
import { useSignal } from '@preact/signals';
import type { Account } from '../sync/account';
import { Btn } from '../ui/buttons';
import { Field } from '../ui/fields';
import { Title } from '../ui/frame';
import { setLanguage, words } from '../ui/language';
import { language } from '../ui/locale';
import { Logo } from '../ui/logo';
import { Banner } from '../ui/marks';
import { SignInCode } from './sign-in-code';
import { Village } from './village';
import { deskWords } from './words';
import './sheets';
import { trouble } from '../ui/trouble';

export function SignInApp({ account, onDone }: { account: Account; onDone: () => void }) {
  const w = deskWords.value.signIn;
  const username = useSignal('');
  const password = useSignal('');
  const open = useSignal(false);
  const busy = useSignal(false);
  const failed = useSignal<string | null>(null);
  const missing = useSignal<'username' | 'password' | 'factor-code' | null>(null);
  const code = useSignal('');
  const asked = useSignal(false);
  const campaigns = useSignal<readonly string[]>([]);

  const send = async (campaign?: string) => {
    if (busy.value) return;
    missing.value =
      username.value.trim() === ''
        ? 'username'
        : password.value === ''
          ? 'password'
          : asked.value && code.value.trim() === ''
            ? 'factor-code'
            : null;
    if (missing.value) {
      document.getElementById(missing.value)?.focus();
      return;
    }
    busy.value = true;
    failed.value = null;
    const result = await account.signIn({
      username: username.value.trim(),
      password: password.value,
      deviceName: navigator.userAgent.includes('Mobile') ? 'Điện thoại' : 'Máy tính',
      ...(campaign ? { campaign } : {}),
      ...(asked.value ? { factorCode: code.value.trim() } : {}),
    });
    busy.value = false;
    if (result.ok) {
      onDone();
      return;
    }
    if (result.error.code === 'session.code_needed') {
      asked.value = true;
      return;
    }
    failed.value = result.error.code;
    if (result.error.code === 'session.code_wrong') {
      code.value = '';
      document.getElementById('factor-code')?.focus();
    } else if (result.error.code === 'campaign.choose')
      campaigns.value = result.error.details?.campaign ?? [];
    else if (result.error.code === 'session.credentials')
      document.getElementById('password')?.focus();
  };

  const back = () => {
    asked.value = false;
    code.value = '';
    password.value = '';
    failed.value = null;
    campaigns.value = [];
  };
  const told = failed.value ? trouble(failed.value) : null;
  const other = language.value === 'vi' ? 'en' : 'vi';
  const acts = (
    <>
      {campaigns.value.length ? (
        <fieldset class="stack-2">
          <legend class="label">{w.choose}</legend>
          {campaigns.value.map((code) => (
            <Btn key={code} onClick={() => void send(code)}>
              {code}
            </Btn>
          ))}
        </fieldset>
      ) : null}
      <Btn kind="main" size="big" type="submit" locked={busy.value}>
        {busy.value ? w.busy : w.submit}
      </Btn>
    </>
  );
  return (
    <div class="signin">
      <aside class="signin-art">
        <Logo />
        <Village label={w.picture} />
        <p class="motto">{w.motto}</p>
      </aside>
      <main>
        <form
          class="stack-4"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void send();
          }}
        >
          <div>
            <Title>{w.title}</Title>
            <p class="muted">{w.forWhom}</p>
          </div>
          {told ? (
            <Banner kind={failed.value === 'campaign.choose' ? 'info' : 'bad'} icon="alert" now>
              {told.title}
              <p>{told.text}</p>
            </Banner>
          ) : null}
          {asked.value ? (
            <SignInCode
              username={username.value.trim()}
              value={code.value}
              missing={missing.value === 'factor-code'}
              onInput={(text) => {
                code.value = text;
                missing.value = null;
              }}
              onBack={back}
            >
              {acts}
            </SignInCode>
          ) : (
            <>
              <Field
                id="username"
                label={w.username}
                value={username.value}
                autoComplete="username"
                autoCapitalize="none"
                error={missing.value === 'username' ? w.needUsername : null}
                onInput={(text) => {
                  username.value = text;
                  missing.value = null;
                }}
              />
              <div class="beside">
                <Field
                  id="password"
                  label={w.password}
                  secret={!open.value}
                  value={password.value}
                  autoComplete="current-password"
                  autoCapitalize="none"
                  error={missing.value === 'password' ? w.needPassword : null}
                  onInput={(text) => {
                    password.value = text;
                    missing.value = null;
                  }}
                />
                <Btn
                  icon="eye"
                  onClick={() => {
                    open.value = !open.value;
                  }}
                >
                  {open.value ? w.hide : w.show}
                </Btn>
              </div>
              {acts}
              <Banner kind="info" icon="qr">
                <p>{w.volunteers}</p>
                <p>
                  <a href="/">{w.withCode}</a>
                </p>
              </Banner>
              <p class="sm muted">{w.forgotten}</p>
            </>
          )}
          <p lang={other}>
            <Btn kind="quiet" onClick={() => void setLanguage(other)}>
              {words.value.otherLanguage}
            </Btn>
          </p>
        </form>
      </main>
    </div>
  );
}
