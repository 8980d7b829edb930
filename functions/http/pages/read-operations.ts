/** A JSON Schema as OpenAPI 3.1 holds it; only what the reference shows. */
export interface ReferenceSchema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly properties?: Readonly<Record<string, ReferenceSchema>>
  readonly required?: readonly string[]
  readonly items?: ReferenceSchema
  readonly oneOf?: readonly ReferenceSchema[]
  readonly anyOf?: readonly ReferenceSchema[]
  readonly allOf?: readonly ReferenceSchema[]
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly format?: string
}

type Content = Readonly<Record<string, { readonly schema?: ReferenceSchema }>>

interface OperationObject {
  readonly operationId?: string
  readonly summary?: string
  readonly description?: string
  readonly tags?: readonly string[]
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[]
  readonly parameters?: readonly {
    readonly name: string
    readonly in: string
    readonly description?: string
    readonly schema?: ReferenceSchema
  }[]
  readonly requestBody?: { readonly content: Content }
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>
}

/** The parts of an OpenAPI document that the reference shows. */
export interface ReferenceDocument {
  readonly openapi: string
  readonly info: { readonly description: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>
  readonly components: { readonly schemas: Readonly<Record<string, ReferenceSchema>> }
}

/** One call as the reference shows it. */
export interface Operation {
  readonly id: string
  readonly method: string
  readonly path: string
  readonly tag: string
  readonly summary: string
  readonly description: string
  readonly security: readonly { readonly scheme: string; readonly names: readonly string[] }[]
  readonly parameters: readonly { readonly name: string; readonly place: string; readonly description: string }[]
  readonly body: ReferenceSchema | undefined
  readonly answers: readonly {
    readonly status: string
    readonly description: string
    /** Of the components it may hold. */
    readonly schemaNames: readonly string[]
  }[]
}

/** Every call of a document, in its order. */
export const readOperations = ({ paths }: ReferenceDocument): readonly Operation[] =>
  Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => toOperation(path, method, operation)),
  )

const toOperation = (path: string, method: string, operation: OperationObject): Operation => ({
  id: operation.operationId ?? `${method}-${path}`,
  method: method.toUpperCase(),
  path,
  tag: operation.tags?.[0] ?? 'other',
  summary: operation.summary ?? path,
  description: operation.description ?? '',
  security: (operation.security ?? []).flatMap((way) =>
    Object.entries(way).map(([scheme, names]) => ({ scheme, names })),
  ),
  parameters: (operation.parameters ?? []).map(({ name, in: place, description, schema }) => ({
    name,
    place,
    description: description ?? schema?.description ?? '',
  })),
  body: firstSchema(operation.requestBody?.content),
  answers: Object.entries(operation.responses).map(([status, { description, content }]) => ({
    status,
    description,
    schemaNames: namesOf(firstSchema(content)),
  })),
})

const firstSchema = (content: Content | undefined): ReferenceSchema | undefined =>
  content === undefined ? undefined : Object.values(content)[0]?.schema

/** The name of the component a schema refers to. */
export const nameOf = (schema: ReferenceSchema | undefined): string | undefined => schema?.$ref?.split('/').at(-1)

/** The names of the components of which a body holds one. */
function namesOf(schema: ReferenceSchema | undefined): readonly string[] {
  const choices = schema?.anyOf ?? schema?.oneOf ?? [schema]
  return choices.flatMap((choice) => nameOf(choice) ?? [])
}
