/** An expected outcome as a value: callers must look at `ok` before they can use either side. */
export type Result<T, E> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };

export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });

export const err = <E>(error: E): { readonly ok: false; readonly error: E } => ({ ok: false, error });

/** The end of an exhaustive switch: compiling proves that no case is left, running it is a bug. */
export function unreachable(value: never): never {
  throw new Error(`unreachable case: ${String(value)}`);
}
