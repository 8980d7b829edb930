import type { Claim } from '../endorsement/claim.ts'
import type { Digests } from '../shared/ids.ts'

/**
 * The unguessable last part of a badge's refresh address (REF-04): made from the random salt of its claim, so that every
 * version of the badge names the same address, whichever attempt made it. Says nothing about the salt.
 */
export const refreshCapability = ({ id, salt }: Pick<Claim, 'id' | 'salt'>, { sha256Base64Url }: Digests): string =>
  sha256Base64Url(`refresh|${id}|${salt}`)
