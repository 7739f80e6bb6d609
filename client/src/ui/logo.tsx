/** The logo: a door ajar, light behind it, two knocks; drawn in index.html, as the icons are. At least 24 px high. */
export function Logo({ small }: { small?: string }) {
  return (
    <span class="brand">
      <svg viewBox="0 0 32 36" aria-hidden="true">
        <use href="#logo" />
      </svg>
      <span>Gõ Cửa{small ? <small>{small}</small> : null}</span>
    </span>
  );
}
