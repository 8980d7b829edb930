import type { WebFailure } from './web.ts'

/**
 * Something elsewhere that a verification needs could not be had: nothing is known either way. Thrown by what looks up DIDs,
 * keys and lists; whoever asks turns it into a check that could not be carried out.
 */
export class Unavailable extends Error {
  override readonly name = 'Unavailable'
  /** The address as it was asked for. */
  readonly url: string
  /** The host in it, which is all that reports name. */
  readonly host: string | undefined
  readonly reason: WebFailure

  constructor(url: string, reason: WebFailure) {
    super(`${reason}: ${url.slice(0, 200)}`)
    this.url = url
    this.host = hostOf(url)
    this.reason = reason
  }
}

/** `URL.canParse` is of no use: see `domain/shared/can-parse-url.ts`. */
function hostOf(url: string): string | undefined {
  try {
    return new URL(url).host
  } catch {
    return undefined
  }
}
