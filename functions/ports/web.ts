/** What is asked for at an address elsewhere. */
export interface WebRequest {
  /** The `Accept` header. */
  readonly accept: string
  /** The most that is read of the answer; more makes it `too_large`. */
  readonly maxBytes: number
  /**
   * Whether the answer is public in itself (a DID document, a key, a status list, a schema), so that it may be kept for
   * other verifications for as long as its origin allows. What may hold personal data (a badge) never is.
   */
  readonly shared: boolean
  /** The longest that a kept answer is believed, whatever its origin allows. @default 300 */
  readonly maxAgeSeconds?: number
}

/** Why something elsewhere could not be had, now or ever. */
export type WebFailure =
  /** Not https, with credentials, at a port of another protocol, too long, or no URL at all. */
  | 'url_not_allowed'
  | 'host_unresolvable'
  /** Private, link-local, loopback or reserved: never contacted. */
  | 'address_not_public'
  | 'too_many_redirects'
  | 'too_large'
  /** It took longer than what was left of the time of the whole verification. */
  | 'timed_out'
  /** The connection failed or broke off. */
  | 'unreachable'
  /** An answer other than 200, 404 and 410, or in a coding that is not read. */
  | 'answered_otherwise'
  /** One verification asks for no more than a bounded number of addresses. */
  | 'too_many_requests'

/** What an address elsewhere holds. */
interface WebDocument {
  readonly kind: 'found'
  /** The address that answered, after redirects. */
  readonly url: string
  /** Lower case, without parameters. */
  readonly mediaType: string | undefined
  readonly bytes: Uint8Array
}

/** What became of looking at an address elsewhere. Neither of the others is ever thrown. */
export type WebAnswer =
  | WebDocument
  /** Its host says that nothing is there (404, 410). */
  | { readonly kind: 'absent'; readonly status: number }
  /** Nothing is known of what is there. */
  | { readonly kind: 'unavailable'; readonly reason: WebFailure; readonly detail?: string | undefined }

/** Other hosts as one verification sees them: every address is asked once, and all of it ends when its time is over. */
export interface Web {
  /** Never throws for what a stranger's address or host does. Safe to repeat: the same answer comes from memory. */
  get(url: string, request: WebRequest): Promise<WebAnswer>
  /** Milliseconds that are left, never negative. */
  remainingMilliseconds(): number
}

/** What one verification may spend on other hosts. */
interface WebBudget {
  readonly milliseconds: number
  /** Requests to distinct addresses, redirects among them. @default 60 */
  readonly maxAddresses?: number
}

/** Makes one view of other hosts for each verification. */
export type OpenWeb = (budget: WebBudget) => Web
