/**
 * Parts of an app that come after its first screen.
 * Promises: nothing is shown under 300 ms, then a grey block; a failed load is told and tried again on a tap.
 */
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { Btn } from './buttons';
import { words } from './language';
import { Banner } from './marks';
import { trouble } from './trouble';

export type Lazy<P> = {
  View: ComponentType<P>;
  load: () => Promise<void>;
  /** Whether the part itself is shown, no longer the block or the trouble. */
  ready: ReadonlySignal<boolean>;
};

export function lazily<P extends object>(get: () => Promise<ComponentType<P>>): Lazy<P> {
  const part = signal<ComponentType<P> | null>(null);
  const failed = signal(false);
  let loading: Promise<void> | null = null;
  const load = (): Promise<void> => {
    failed.value = false;
    loading ??= get().then(
      (found) => {
        part.value = found;
      },
      () => {
        loading = null;
        failed.value = true;
      },
    );
    return loading;
  };
  const View: ComponentType<P> = (props: P) => {
    const Part = part.value;
    useEffect(() => {
      if (!part.value) void load();
    }, []);
    if (Part) return <Part {...props} />;
    if (!failed.value) return <div class="block late" aria-hidden="true" />;
    const { title, text } = trouble('transport.offline');
    return (
      <Banner kind="bad" icon="alert" now>
        {title}
        <p>{text}</p>
        <Btn onClick={() => void load()}>{words.value.retry}</Btn>
      </Banner>
    );
  };
  return { View, load, ready: computed(() => part.value !== null) };
}
