/**
 * Icons: one sprite, in index.html, so that a sign is there with the first paint.
 * Rests on nothing. Promises: an icon is decoration beside a word (hidden from readers);
 * where it stands alone, the control around it carries the label.
 */
export const iconNames = [
  'alert',
  'archive',
  'bars',
  'bell',
  'bksp',
  'book',
  'cal',
  'call',
  'check',
  'check2',
  'clock',
  'clockwarn',
  'cloud',
  'copy',
  'counter',
  'cross',
  'disk',
  'doc',
  'door',
  'down',
  'edit',
  'eye',
  'fail',
  'gate',
  'gear',
  'had',
  'held',
  'house',
  'info',
  'left',
  'list',
  'lock',
  'map',
  'no',
  'nophone',
  'nowifi',
  'phone',
  'pin',
  'plus',
  'point',
  'print',
  'qr',
  'revisit',
  'right',
  'save',
  'scale',
  'search',
  'share',
  'shield',
  'sync',
  'undo',
  'users',
] as const;

export type IconName = (typeof iconNames)[number];

export function Icon({
  name,
  size,
  turning,
}: {
  name: IconName;
  size?: 'lg' | 'sm';
  turning?: boolean;
}) {
  return (
    <svg class={`i${size ? ` i-${size}` : ''}${turning ? ' turning' : ''}`} aria-hidden="true">
      <use href={`#i-${name}`} />
    </svg>
  );
}
