/** How long a test waits for what must come: a busy machine is slow, and what never comes fails all the same. */
import { configure } from '@testing-library/preact';
import { vi } from 'vitest';

const PATIENCE_MS = 20_000;

configure({ asyncUtilTimeout: PATIENCE_MS });
const { waitFor } = vi;
vi.waitFor = (act, options) => waitFor(act, options ?? PATIENCE_MS);
