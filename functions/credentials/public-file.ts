import { z } from 'zod'

/** The number of a published version in an address. */
export const VersionSchema = z.string().regex(/^[1-9]\d{0,5}$/)

/**
 * Splits the last part of an address, `<id>` or `<id>.<suffix>`.
 *
 * @returns `undefined` when the part before the suffix is not what the schema wants, or the suffix is not known.
 */
export function readFileName<Name extends string, Suffix extends string>(
  file: string,
  schema: z.ZodType<Name>,
  suffixes: readonly Suffix[],
): { readonly name: Name; readonly suffix?: Suffix } | undefined {
  const dot = file.indexOf('.')
  const parsed = schema.safeParse(dot === -1 ? file : file.slice(0, dot))
  if (!parsed.success) return undefined
  if (dot === -1) return { name: parsed.data }
  const suffix = suffixes.find((known) => known === file.slice(dot + 1))
  return suffix === undefined ? undefined : { name: parsed.data, suffix }
}
