/** The picture of the sign-in page: houses by the river, one door lit. */
export function Village({ label }: { label: string }) {
  return (
    <svg viewBox="0 0 560 300" role="img" aria-label={label}>
      <g
        fill="none"
        stroke="var(--on-rail-2)"
        stroke-width="2.5"
        stroke-linejoin="round"
        stroke-linecap="round"
      >
        <path d="M0 240h560" />
        <path d="M30 240v-74h96v74M18 170l60-46 60 46M66 240v-44h24v44M42 186h12v14H42zM102 186h12v14h-12z" />
        <path d="M176 240v-96h112v96M160 148l72-56 72 56M190 170h18v20h-18zM256 170h18v20h-18z" />
        <path d="M330 240v-68h90v68M318 176l57-42 57 42M364 240v-40h22v40" />
        <path d="M456 240v-84h84v84M444 160l54-44 54 44M486 240v-46h24v46" />
        <path
          d="M140 240c0-60-4-90-10-118M130 122c-16-10-30-6-38 6M130 122c-6-18-20-24-34-20M130 122c14-12 28-10 38 0M130 122c4-18 16-26 30-24"
          opacity=".7"
        />
      </g>
      <path d="M218 240v-52a6 6 0 0 1 6-6h16a6 6 0 0 1 6 6v52z" fill="var(--rice)" />
      <path d="M218 240l-46 34h92l-18-34z" fill="var(--rice)" opacity=".28" />
      <path
        d="M0 284c20-8 36-8 56 0s36 8 56 0M330 284c20-8 36-8 56 0s36 8 56 0 36-8 56 0 36 8 56 0"
        stroke="var(--rice)"
        stroke-width="2.5"
        fill="none"
        stroke-linecap="round"
        opacity=".6"
      />
    </svg>
  );
}
