import { createHash } from 'node:crypto'
import type { Digests } from '../../domain/shared/ids.ts'

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8')

/** SHA-256 of a text's UTF-8 bytes. */
export const sha256Digests: Digests = {
  sha256Hex: (text) => sha256(text).digest('hex'),
  sha256Base64Url: (text) => sha256(text).digest('base64url'),
}
