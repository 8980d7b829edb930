/** The outcome of something that may be refused: a value, or the reason for the no. */
export type Result<Value, Refusal> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: Refusal }

/** Wraps a value as success. */
export const ok = <Value>(value: Value): { readonly ok: true; readonly value: Value } => ({ ok: true, value })

/** Wraps a refusal. */
export const err = <Refusal>(error: Refusal): { readonly ok: false; readonly error: Refusal } => ({ ok: false, error })
