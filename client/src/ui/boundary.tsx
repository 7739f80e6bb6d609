/** The last net under the screens: a bug shows a page with a way on, and says that nothing saved is lost. */
import { Component, type ComponentChildren } from 'preact';
import { Btn } from './buttons';
import { Phone, PhoneHead, PhoneMain, Title } from './frame';
import { words } from './language';
import { Logo } from './logo';

/** A page with one message, outside any app. */
export function Notice(props: {
  title: string;
  text: string;
  action?: string;
  onAction?: () => void;
}) {
  return (
    <Phone>
      <PhoneHead>
        <Logo />
      </PhoneHead>
      <PhoneMain>
        <div class="title">
          <Title>{props.title}</Title>
        </div>
        <p>{props.text}</p>
        {props.action ? (
          <Btn kind="main" size="big" onClick={props.onAction}>
            {props.action}
          </Btn>
        ) : null}
      </PhoneMain>
    </Phone>
  );
}

export class Boundary extends Component<{ children: ComponentChildren }, { broken: boolean }> {
  override state = { broken: false };

  override componentDidCatch(error: unknown) {
    this.setState({ broken: true });
    console.error(error);
  }

  override render() {
    if (!this.state.broken) return this.props.children;
    const { title, text, reload } = words.value.broken;
    return <Notice title={title} text={text} action={reload} onAction={() => location.reload()} />;
  }
}
