import type { Digests, Id } from '../shared/ids.ts'
import type { Claim } from './claim.ts'

/** The name of an endorser in one claim's award record; says nothing about them in any other claim. */
export const pseudonymOf = ({ salt }: Pick<Claim, 'salt'>, endorserId: Id, { sha256Hex }: Digests): string =>
  `endorser-${sha256Hex(`${salt}|${endorserId}`).slice(0, 20)}`
