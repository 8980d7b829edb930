import type { IdentityObject } from '../../../schemas/open-badges/parts.ts'
import type { Digests } from '../shared/ids.ts'

/**
 * An e-mail address as a salted SHA-256 identity: lower-cased, then hashed with the salt right behind it.
 *
 * @param salt  At least 16 random bytes as text, fresh for each badge (ID-07).
 * @see https://www.imsglobal.org/spec/ob/v3p0/#identityobject
 */
export const hashEmailAddress = (emailAddress: string, salt: string, { sha256Hex }: Digests): IdentityObject => ({
  type: 'IdentityObject',
  hashed: true,
  identityHash: `sha256$${sha256Hex(`${emailAddress.toLowerCase()}${salt}`)}`,
  identityType: 'emailAddress',
  salt,
})
