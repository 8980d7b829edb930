import { peekJwtPayload } from '../domain/shared/jwt-payload.ts'
import type { JsonObject } from '../ports/proofs.ts'
import { asList, isJsonObject } from './json.ts'

/** An assertion of Open Badges 2.0 as it was presented; nothing of it is vouched for. */
export interface PresentedAssertion {
  readonly document: JsonObject
  /** The compact JWS that `document` is the payload of. */
  readonly jws?: string
}

const CONTEXT = 'https://w3id.org/openbadges/v2'

/** The assertion that something presented is, if it is one: a JSON object, or a compact JWS of one. */
export function findAssertion(presented: unknown): PresentedAssertion | undefined {
  if (isJsonObject(presented)) return isAssertion(presented) ? { document: presented } : undefined
  const payload = typeof presented === 'string' ? peekJwtPayload(presented) : undefined
  return payload && typeof presented === 'string' && isAssertion(payload)
    ? { document: payload, jws: presented }
    : undefined
}

/** Whether a document says of itself that it is an `Assertion` of Open Badges 2.0, and no credential of a newer standard. */
function isAssertion(document: JsonObject): boolean {
  const types = asList(document['type'])
  const isNewer = types.some((type) => typeof type === 'string' && type.endsWith('Credential'))
  return types.includes('Assertion') && !isNewer && asList(document['@context']).includes(CONTEXT)
}
