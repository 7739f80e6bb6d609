/**
 * Whose turn it is in this tab. Two tellers may work in two tabs of one machine.
 * Kept for the life of the tab: a tab opened anew asks for the PIN again where people share the phone.
 */
import type { Device } from '../../core/types';

const kept = 'gocua-turn';
let here: string | null = null;

/** Volunteers and tellers share phones; the desk has passwords. */
export function onPhone(device: Device): boolean {
  return device.person.role === 'volunteer' || device.person.role === 'teller';
}

/** How many people these seats are of: one may have several campaigns. */
export function peopleOf(seats: readonly Device[]): number {
  return new Set(seats.filter(onPhone).map((seat) => seat.person.id)).size;
}

export function turnOf(): string | null {
  try {
    return sessionStorage.getItem(kept) ?? here;
  } catch {
    // A browser that keeps nothing still knows until the page goes.
    return here;
  }
}

export function setTurn(deviceId: string | null): void {
  here = deviceId;
  try {
    if (deviceId === null) sessionStorage.removeItem(kept);
    else sessionStorage.setItem(kept, deviceId);
  } catch {
    // As above.
  }
}
