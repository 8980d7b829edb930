import { createContext, runInContext } from 'node:vm'
import { type OutputUnit, type Schema, type SchemaDraft, Validator } from '@cfworker/json-schema'
import type { JsonSchemas, SchemaVerdict } from '../../ports/json-schema.ts'
import type { JsonObject } from '../../ports/proofs.ts'

const MILLISECONDS_EACH = 250
const MILLISECONDS_TOGETHER = 1500

const DRAFTS: readonly (readonly [RegExp, SchemaDraft])[] = [
  [/draft-04/, '4'],
  [/draft-0[67]/, '7'],
  [/2020-12/, '2020-12'],
]

/**
 * Applies schemas of strangers by the library @cfworker/json-schema, which neither fetches nor makes code of them. A schema may
 * hold regular expressions without end, or refer to itself, so that each is stopped by the clock of the virtual machine,
 * which also ends what is called from there.
 *
 * @see https://json-schema.org/draft/2019-09/json-schema-validation
 */
export function timedJsonSchemas(): JsonSchemas {
  const prepared = new WeakMap<Uint8Array, Validator>()
  const prepare = (bytes: Uint8Array): Validator => {
    const validator = prepared.get(bytes) ?? toValidator(bytes)
    prepared.set(bytes, validator)
    return validator
  }
  let left = MILLISECONDS_TOGETHER
  return {
    apply(schema, document) {
      const timeout = Math.floor(Math.min(left, MILLISECONDS_EACH))
      if (timeout < 1) return { kind: 'too_costly' }
      const start = performance.now()
      try {
        return within(timeout, () => toVerdict(prepare(schema), document))
      } catch (error) {
        return toRefusal(error)
      } finally {
        left -= performance.now() - start
      }
    },
  }
}

class NotASchema extends Error {}

function toValidator(bytes: Uint8Array): Validator {
  const schema: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  if (!isSchema(schema)) throw new NotASchema('a schema is an object or a boolean')
  return new Validator(schema, draftOf(schema))
}

const isSchema = (value: unknown): value is Schema | boolean =>
  typeof value === 'boolean' || (typeof value === 'object' && value !== null && !Array.isArray(value))

function draftOf(schema: Schema | boolean): SchemaDraft {
  const named = typeof schema === 'boolean' ? '' : String(schema.$schema)
  return DRAFTS.find(([pattern]) => pattern.test(named))?.[1] ?? '2019-09'
}

function toVerdict(validator: Validator, document: JsonObject): SchemaVerdict {
  const { valid, errors } = validator.validate(document)
  return valid ? { kind: 'conforms' } : { kind: 'violated', pointer: innermostPlace(errors) }
}

/** The library tells each place as a URI fragment. */
function innermostPlace(errors: readonly OutputUnit[]): string {
  const longest = errors.reduce(
    (found, { instanceLocation }) => (instanceLocation.length > found.length ? instanceLocation : found),
    '#',
  )
  return decodeURIComponent(longest.slice(1))
}

function within<T>(timeout: number, work: () => T): T {
  // The script is this one, so that nothing of the schema is ever run.
  return runInContext('work()', createContext({ work }), { timeout })
}

/** What is thrown for a schema is a fault of the schema, and has no type of its own. */
function toRefusal(error: unknown): SchemaVerdict {
  // An error of the virtual machine, which has an `Error` of its own.
  if (typeof error === 'object' && error !== null && 'code' in error && error.code === TIMEOUT)
    return { kind: 'too_costly' }
  // A name in the document that no URI fragment can hold.
  if (error instanceof URIError) return { kind: 'violated', pointer: '' }
  if (error instanceof RangeError) return { kind: 'too_costly' }
  const refersElsewhere = error instanceof Error && error.message.startsWith('Unresolved $ref')
  return { kind: refersElsewhere ? 'needs_others' : 'not_a_schema' }
}

const TIMEOUT = 'ERR_SCRIPT_EXECUTION_TIMEOUT'
