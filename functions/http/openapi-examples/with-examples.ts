import type { SchemaExample } from './example-of.ts'

/**
 * The schemas of an OpenAPI document with their examples.
 *
 * @throws Error when an example is of a schema that is not among them.
 */
export function withExamples<Schema extends object>(
  schemas: Readonly<Record<string, Schema>>,
  examples: readonly SchemaExample[],
): Record<string, Schema> {
  const unknown = examples.find(({ id }) => !(id in schemas))
  if (unknown) throw new Error(`no request or answer has a schema named ${unknown.id}`)
  return Object.fromEntries(
    Object.entries(schemas).map(([id, schema]) => {
      const own = examples.flatMap((example) => (example.id === id ? [example.value] : []))
      return [id, own.length === 0 ? schema : { ...schema, examples: own }]
    }),
  )
}
