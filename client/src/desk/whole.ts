/** Whole numbers as people write them: `1.250`, `1250`, `1 250`. Pure. */
export function readWhole(typed: string, greatest = 1_000_000_000): number | null {
  const text = typed.trim();
  if (!/^(\d{1,3}([. \u00a0]\d{3})+|\d{1,10})$/.test(text)) return null;
  const value = Number(text.replace(/[. \u00a0]/g, ''));
  return value <= greatest ? value : null;
}
