import type { Id, UrnUuid } from '../domain/shared/ids.ts'

/** Unguessable values. */
export interface Randomness {
  /** A fresh id, sortable by time of creation, with 80 random bits. */
  id(): Id
  /** A fresh random UUID as a URN. */
  subjectId(): UrnUuid
  /** 16 random bytes, base64url. */
  salt(): string
  /** 32 random bytes, base64url; the secret of an API key. */
  secret(): string
  /** A whole number from 0 to `below` less one, evenly drawn. */
  integer(below: number): number
}
