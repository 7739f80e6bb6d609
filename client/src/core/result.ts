/**
 * The outcome of anything that may fail in ordinary life: a value or a code.
 *
 * Exceptions are for bugs; what a person can meet (no network, full disk, a wrong
 * number) is answered with a value. Only strings.*.ts turns a code into a sentence.
 */

export interface Failure {
  /** Dotted code, from the server's catalogue or `store.*`, `transport.*`, `form.*`. */
  readonly code: string;
  /** Codes by field path, e.g. `{revisitOn: ['form.required']}`. */
  readonly details?: Readonly<Record<string, readonly string[]>>;
}

export type Result<T, E = Failure> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };

export function success<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

export function failure(
  code: string,
  details?: Readonly<Record<string, readonly string[]>>,
): { readonly ok: false; readonly error: Failure } {
  return { ok: false, error: details ? { code, details } : { code } };
}
