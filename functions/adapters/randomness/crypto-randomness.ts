import { randomBytes, randomInt, randomUUID } from 'node:crypto'
import { toEpochMilliseconds } from '../../domain/shared/instant.ts'
import type { Now } from '../../ports/clock.ts'
import type { Randomness } from '../../ports/randomness.ts'

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const TIME_CHARACTERS = 10
const RANDOM_CHARACTERS = 16

/**
 * Randomness from the operating system. Ids are ULIDs: 48 bits of `now` in milliseconds, then 80 random bits, so that
 * ids made in different milliseconds sort by time; those of one millisecond sort at random.
 *
 * @see https://github.com/ulid/spec
 */
export const cryptoRandomness = ({ now }: { readonly now: Now }): Randomness => ({
  id: () => `${encodeTime(toEpochMilliseconds(now()))}${encodeRandom()}`,
  subjectId: () => `urn:uuid:${randomUUID()}`,
  salt: () => randomBytes(16).toString('base64url'),
  secret: () => randomBytes(32).toString('base64url'),
  integer: (below) => randomInt(below),
})

function encodeTime(milliseconds: number): string {
  let text = ''
  for (let rest = milliseconds; text.length < TIME_CHARACTERS; rest = Math.floor(rest / 32))
    text = `${CROCKFORD.charAt(rest % 32)}${text}`
  return text
}

/** 256 is a multiple of 32, so the remainder of a random byte is even. */
const encodeRandom = (): string =>
  [...randomBytes(RANDOM_CHARACTERS)].map((byte) => CROCKFORD.charAt(byte % 32)).join('')
