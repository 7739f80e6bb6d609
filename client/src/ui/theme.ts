/** Light or dark: as the device, unless the person says otherwise on this device. */
import { signal } from '@preact/signals';
import { keep, keptOf } from './kept';

export type Theme = 'auto' | 'light' | 'dark';

export const theme = signal<Theme>('auto');

const kept = 'gocua-theme';

function show(next: Theme): void {
  theme.value = next;
  if (next === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = next;
}

export function setTheme(next: Theme): void {
  show(next);
  keep(kept, next);
}

export function startTheme(): void {
  const chosen = keptOf(kept);
  if (chosen === 'light' || chosen === 'dark') show(chosen);
}
