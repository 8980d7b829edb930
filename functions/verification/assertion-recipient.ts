import type { JsonObject } from '../ports/proofs.ts'
import { asText, isJsonObject } from './json.ts'

/** Whom an assertion was given to, in the terms of Open Badges 3.0. */
interface AssertionIdentity {
  readonly type: 'IdentityObject'
  readonly identityType: string
  readonly identityHash: unknown
  readonly hashed: unknown
  readonly salt?: unknown
}

/** Names of properties of a Profile, short and as the context spells them out. */
const IDENTITY_TYPES: Readonly<Record<string, string>> = {
  email: 'emailAddress',
  'schema:email': 'emailAddress',
  'http://schema.org/email': 'emailAddress',
  'https://schema.org/email': 'emailAddress',
}

/**
 * An assertion's recipient as the subject of a credential, so that both standards are compared in one way. Values are as they
 * stand: nothing of them was looked at.
 */
export const asSubject = ({ recipient }: JsonObject): JsonObject => ({
  credentialSubject: { identifier: isJsonObject(recipient) ? [toIdentity(recipient)] : [] },
})

function toIdentity({ type, identity, hashed, salt }: JsonObject): AssertionIdentity {
  const name = asText(type) ?? ''
  return {
    type: 'IdentityObject',
    identityType: Object.hasOwn(IDENTITY_TYPES, name) ? (IDENTITY_TYPES[name] ?? name) : name,
    identityHash: identity,
    hashed,
    ...(salt === undefined ? {} : { salt }),
  }
}
