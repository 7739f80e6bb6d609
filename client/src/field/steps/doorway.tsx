/** The saved sign: the door with light in it. Used on the saved screen and nowhere else. */
export function Doorway() {
  return (
    <svg class="doorway appear" viewBox="0 0 120 112" aria-hidden="true">
      <path d="M6 108h108" stroke="var(--ok)" stroke-width="4" stroke-linecap="round" />
      <path d="M28 106V26A18 18 0 0 1 46 8h28a18 18 0 0 1 18 18v80z" fill="var(--ok)" />
      <path d="M38 106V30a12 12 0 0 1 12-12h20a12 12 0 0 1 12 12v76z" fill="var(--rice)" />
      <path
        d="M46 62l11 11 20-23"
        fill="none"
        stroke="var(--on-rice)"
        stroke-width="7"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  );
}
