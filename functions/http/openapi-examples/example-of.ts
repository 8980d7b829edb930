import type { z } from 'zod'

/** A value that a schema of the API takes or answers with. */
export interface SchemaExample {
  /** The name of the schema among the components of the OpenAPI document. */
  readonly id: string
  readonly value: unknown
}

/**
 * An example of a schema.
 *
 * @throws Error when the schema refuses it, or has no name: no document is made with an example that does not hold.
 */
export function exampleOf<Schema extends z.ZodType>(schema: Schema, value: z.input<Schema>): SchemaExample {
  const { id } = schema.meta() ?? {}
  if (id === undefined) throw new TypeError('a schema with an example needs a name')
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw new Error(`the example of ${id} is refused by its schema`, { cause: parsed.error })
  return { id, value }
}
