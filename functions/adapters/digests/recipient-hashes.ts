import { createHash, timingSafeEqual } from 'node:crypto'
import type { RecipientHashes } from '../../domain/verification/match-recipient.ts'

const hexOf = (algorithm: 'md5' | 'sha256') => (text: string) =>
  createHash(algorithm).update(text, 'utf8').digest('hex')

/** The hashes Open Badges knows for identifiers (RCP-06). MD5 is read only: others wrote it. */
export const recipientHashes: RecipientHashes = {
  sha256Hex: hexOf('sha256'),
  md5Hex: hexOf('md5'),
  equals: (one, other) => one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other)),
}
