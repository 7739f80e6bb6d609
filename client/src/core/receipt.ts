/**
 * What a result means to the phone: protocol.md section 3.
 *
 * A status that this version does not know means nothing: the op stays in the outbox.
 */

export type Meaning =
  /** On the server, durably. */
  | 'sent'
  /** The server keeps it for a person to settle; the phone is done but shows why. */
  | 'attention'
  /** The server does not have it; it stays here and needs a person. */
  | 'kept'
  /** Not processed. */
  | 'waiting';

export function meaningOf(status: string): Meaning {
  switch (status) {
    case 'stored':
    case 'duplicate':
      return 'sent';
    case 'quarantined':
    case 'held':
      return 'attention';
    case 'rejected':
      return 'kept';
    default:
      return 'waiting';
  }
}

/** A verdict settles an op that the server has already; whatever it says, it is an answer. */
export function meaningOfVerdict(status: string): 'sent' | 'attention' {
  return meaningOf(status) === 'sent' ? 'sent' : 'attention';
}
