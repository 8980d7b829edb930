import { readFile } from 'node:fs/promises'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ALL_EXAMPLES } from '../../../functions/http/openapi-examples/all-examples.ts'
import { exampleOf } from '../../../functions/http/openapi-examples/example-of.ts'
import { withExamples } from '../../../functions/http/openapi-examples/with-examples.ts'

interface Media {
  readonly schema?: {
    readonly $ref?: string
    readonly properties?: { readonly items?: { readonly items?: Media['schema'] } }
  }
}
interface Operation {
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> }
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, Media>> }>>
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, { readonly examples?: readonly unknown[] }>> }
}

/** Whole credentials and presentations of others are too long for an example; the rest says itself in a word. */
const WITHOUT = ['GiveEndorsementCredential', 'ReviseEndorsementCredential', 'VerifyVerifiablePresentation'].concat(
  'StartAttempt',
  'Health',
  'PublishedEvidence',
)

let document: Document
beforeAll(async () => {
  document = JSON.parse(await readFile(new URL('../../../schemas/openapi.json', import.meta.url), 'utf8'))
})

/** The named schemas of what an operation takes and answers, lists by what is in them. */
const schemasOf = ({ requestBody, responses }: Operation): readonly string[] =>
  [requestBody, ...Object.values(responses)].flatMap((body) =>
    Object.values(body?.content ?? {}).flatMap(({ schema }) => {
      const ref = schema?.$ref ?? schema?.properties?.items?.items?.$ref
      return ref === undefined ? [] : [ref.slice(ref.lastIndexOf('/') + 1)]
    }),
  )

describe('the examples of the OpenAPI document', () => {
  it('are there for everything that a request holds and an answer is', () => {
    const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods))
    const bare = operations.flatMap(schemasOf).filter((id) => document.components.schemas[id]?.examples === undefined)
    expect([...new Set(bare)].sort()).toEqual([...WITHOUT].sort())
  })

  it('hold under the schemas beside them, as those who read the document check them', () => {
    const ajv = addFormats.default(new Ajv2020({ strict: false, validateFormats: true }))
    ajv.addSchema(document, 'api')
    for (const { id, value } of ALL_EXAMPLES) {
      const validate = ajv.getSchema(`api#/components/schemas/${id}`)
      expect([id, validate?.(value), validate?.errors ?? []]).toEqual([id, true, []])
    }
  })

  it('make no document when one does not hold, or belongs to nothing', () => {
    const Named = z.strictObject({ name: z.string() }).meta({ id: 'NamedForThisTest' })
    expect(exampleOf(Named, { name: 'Asha' })).toEqual({ id: 'NamedForThisTest', value: { name: 'Asha' } })
    expect(() => exampleOf(Named, JSON.parse('{"nom":"Asha"}'))).toThrow('NamedForThisTest is refused')
    expect(() => exampleOf(z.string(), 'Asha')).toThrow('needs a name')
    expect(() => withExamples({}, [{ id: 'Nothing', value: 1 }])).toThrow('no request or answer')
    expect(withExamples({ A: {}, B: {} }, [{ id: 'A', value: 1 }])).toEqual({ A: { examples: [1] }, B: {} })
  })
})
