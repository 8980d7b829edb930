import type { KeptKey } from '../../ports/signer.ts'
import { namePublicHalf } from './key-pair.ts'

export interface OpenedKeysOptions {
  readonly maxAgeSeconds: number
  readonly maxKeys: number
  readonly clockMilliseconds: () => number
}

interface Entry<Opened> {
  readonly key: Promise<Opened>
  readonly openedAtMilliseconds: number
}

/**
 * What opening kept keys came to (private keys, or that a key is its owner's), in memory, bounded in number and age.
 * Those asked for at once are opened once.
 */
export interface OpenedKeys<Opened> {
  /** @throws whatever `open` throws; a failure is not remembered. */
  get(key: KeptKey, owner: string, open: () => Promise<Opened>): Promise<Opened>
}

/**
 * Makes an empty store of opened keys.
 *
 * @param options  `clockMilliseconds` only grows; a key is forgotten `maxAgeSeconds` after it was opened, used or not.
 */
export function openedKeys<Opened>({
  maxAgeSeconds,
  maxKeys,
  clockMilliseconds,
}: OpenedKeysOptions): OpenedKeys<Opened> {
  const entries = new Map<string, Entry<Opened>>()

  const forgetBeyondBounds = (now: number) => {
    for (const [id, entry] of entries) {
      const tooOld = now - entry.openedAtMilliseconds >= maxAgeSeconds * 1000
      if (!tooOld && entries.size <= maxKeys) return
      entries.delete(id)
    }
  }

  return {
    async get(key, owner, open) {
      const now = clockMilliseconds()
      forgetBeyondBounds(now)
      // The whole of what opening depends on: a key must not be found under another owner's name.
      const id = JSON.stringify([owner, namePublicHalf(key), key.sealed])
      const found = entries.get(id)
      if (found) return found.key
      const opening = open()
      entries.set(id, { key: opening, openedAtMilliseconds: now })
      forgetBeyondBounds(now)
      try {
        return await opening
      } catch (error) {
        if (entries.get(id)?.key === opening) entries.delete(id)
        throw error
      }
    },
  }
}
