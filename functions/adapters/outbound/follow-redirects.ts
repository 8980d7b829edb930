import { canParseUrl } from '../../domain/shared/can-parse-url.ts'
import { hostOf, parseAllowedUrl } from './allowed-url.ts'
import type { Exchanged } from './exchange.ts'
import { OutboundRefused } from './outbound-refused.ts'
import { isLoopbackHost } from './public-address.ts'

/** Persistent names take two or three, to a host of files and to its present form. */
const MAX_REDIRECTS = 5
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

/**
 * Asks an address, and on where it points, until something else than a redirect is answered. Each address is read as strictly
 * as the first; none leads from https to http, nor from elsewhere to this machine.
 *
 * @returns The last answer, and the address that gave it.
 * @throws OutboundRefused `too_many_redirects`, also for a loop; `url_not_allowed`, `address_not_public`; whatever `ask` throws.
 */
export async function followRedirects(
  start: URL,
  allowLoopbackHttp: boolean,
  ask: (url: URL) => Promise<Exchanged>,
): Promise<{ readonly url: URL; readonly answer: Exchanged }> {
  const asked = new Set<string>()
  for (let url = start; ; ) {
    if (asked.has(url.href) || asked.size > MAX_REDIRECTS)
      throw new OutboundRefused('too_many_redirects', { host: url.host })
    asked.add(url.href)
    const answer = await ask(url)
    const location = REDIRECTS.has(answer.status) ? answer.headers['location'] : undefined
    if (location === undefined) return { url, answer }
    url = nextUrl(url, location, allowLoopbackHttp)
  }
}

function nextUrl(from: URL, location: string, allowLoopbackHttp: boolean): URL {
  const { host } = from
  if (!canParseUrl(location, from.href)) throw new OutboundRefused('url_not_allowed', { host })
  const next = parseAllowedUrl(new URL(location, from).href, allowLoopbackHttp)
  if (isLoopbackHost(hostOf(next)) && !isLoopbackHost(hostOf(from)))
    throw new OutboundRefused('address_not_public', { host: next.host })
  if (from.protocol === 'https:' && next.protocol === 'http:') throw new OutboundRefused('url_not_allowed', { host })
  return next
}
