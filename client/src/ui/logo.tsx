/** The logo: a door ajar, light behind it, two knocks. At least 24 px high. */
export function Logo({ small }: { small?: string }) {
  return (
    <span class="brand">
      <svg viewBox="0 0 32 36" aria-hidden="true">
        <path d="M4 34V7a4 4 0 0 1 4-4h12a4 4 0 0 1 4 4v27z" fill="var(--rice)" />
        <path d="M4 34V7a4 4 0 0 1 4-4h1l9 4.5a3 3 0 0 1 1.6 2.7V34z" fill="currentColor" />
        <circle cx="15.8" cy="20" r="1.4" fill="var(--rice)" />
        <path d="M1 34h26" stroke="currentColor" stroke-width="2.5" stroke-linecap="round" />
        <path
          d="M27 10.5a6 6 0 0 1 0 8M29.6 7.5a10 10 0 0 1 0 14"
          fill="none"
          stroke="currentColor"
          stroke-width="2"
          stroke-linecap="round"
        />
      </svg>
      <span>Gõ Cửa{small ? <small>{small}</small> : null}</span>
    </span>
  );
}
