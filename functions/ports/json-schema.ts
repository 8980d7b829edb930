import type { JsonObject } from './proofs.ts'

/** What came of holding a document against a schema that a stranger wrote. */
export type SchemaVerdict =
  | { readonly kind: 'conforms' }
  /** `pointer` is the JSON Pointer to the innermost place that is wrong. */
  | { readonly kind: 'violated'; readonly pointer: string }
  /** It is no JSON, or no JSON Schema. */
  | { readonly kind: 'not_a_schema' }
  /** It cannot be applied without other schemas, which are not fetched. */
  | { readonly kind: 'needs_others' }
  /** It takes longer than it may, or has no end. */
  | { readonly kind: 'too_costly' }

/** The JSON Schemas of others, applied by one verification within one bound of time. */
export interface JsonSchemas {
  /**
   * Holds a document against a schema of draft 2019-09, or of the draft that it names. Never throws for what is in either.
   *
   * @param schema  Its bytes as they were fetched. Preparing it again is spared when the very same object is given again.
   */
  apply(schema: Uint8Array, document: JsonObject): SchemaVerdict
}

/** Opens the bound of time of one verification. */
export type OpenJsonSchemas = () => JsonSchemas
