import type { JsonObject } from '../ports/proofs.ts'
import { toPointer } from './check.ts'
import { asList, asText, isJsonObject } from './json.ts'

/** An endorsement as it was found in a document. */
export interface FoundEndorsement {
  /** The JSON Pointer to it. */
  readonly pointer: string
  /** The id of what carries it, which must be what it endorses. */
  readonly targetId: string | undefined
  /** The embedded credential, or a compact JWS. */
  readonly value: unknown
  readonly form: 'embedded' | 'jwt'
}

/** Every endorsement anywhere in a badge; those inside an endorsement are none, for that is not modelled. */
export function findEndorsements(document: JsonObject): readonly FoundEndorsement[] {
  const found: FoundEndorsement[] = []
  const visit = (value: unknown, path: readonly PropertyKey[]): void => {
    if (Array.isArray(value)) {
      for (const [index, entry] of value.entries()) visit(entry, [...path, index])
      return
    }
    if (!isJsonObject(value)) return
    const targetId = asText(value['id'])
    for (const [key, member] of Object.entries(value)) {
      const form = key === 'endorsement' ? 'embedded' : key === 'endorsementJwt' ? 'jwt' : undefined
      if (form === undefined) visit(member, [...path, key])
      else
        for (const [index, entry] of asList(member).entries())
          found.push({ pointer: toPointer([...path, key, index]), targetId, value: entry, form })
    }
  }
  visit(document, [])
  return found
}
