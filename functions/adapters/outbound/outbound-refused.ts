import type { WebFailure } from '../../ports/web.ts'

/** Why another host was not asked, or not heard to the end. */
type OutboundRefusal = WebFailure | 'redirected'

/** A request that was refused or failed; `message` names the code and the host, never what was received. */
export class OutboundRefused extends Error {
  readonly code: OutboundRefusal
  /** What is worth knowing beside the code, in a word or number. */
  readonly detail: string | undefined

  constructor(
    code: OutboundRefusal,
    { host, detail, cause }: { readonly host: string; readonly detail?: string; readonly cause?: unknown },
  ) {
    super(`${code}: ${host}`, cause === undefined ? undefined : { cause })
    this.name = 'OutboundRefused'
    this.code = code
    this.detail = detail
  }
}
