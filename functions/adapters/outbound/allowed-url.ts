import { canParseUrl } from '../../domain/shared/can-parse-url.ts'
import { OutboundRefused } from './outbound-refused.ts'
import { isLoopbackHost } from './public-address.ts'

/** Longer addresses are nobody's. */
const MAX_URL_LENGTH = 2048

/** Unprivileged ports that belong to other protocols, as browsers refuse them. */
const PORTS_OF_OTHERS: ReadonlySet<number> = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
])

/**
 * Reads the address of something public: https without credentials; http only for this machine, where that is allowed.
 * The host is in the form that is looked up: lower case, punycode, numbers as dotted IPv4, no dot at its end. A fragment is
 * dropped. Of ports only the scheme's own and those of ordinary programs (from 1024, which `did:web` and test servers name)
 * are allowed: below lie mail, shells and databases of whole systems, which nobody publishes a document on.
 *
 * @throws OutboundRefused `url_not_allowed`
 * @see https://fetch.spec.whatwg.org/#port-blocking
 */
export function parseAllowedUrl(text: string, allowLoopbackHttp: boolean): URL {
  const url = text.length <= MAX_URL_LENGTH && canParseUrl(text) ? new URL(text) : undefined
  if (!url || !(url.protocol === 'https:' || url.protocol === 'http:')) throw refused(url)
  url.hash = ''
  url.hostname = url.hostname.replace(/\.$/, '')
  const isOwnHttp = url.protocol === 'http:' && allowLoopbackHttp && isLoopbackHost(hostOf(url))
  if (url.protocol === 'http:' && !isOwnHttp) throw refused(url)
  if (url.username !== '' || url.password !== '' || !isAllowedPort(url.port)) throw refused(url)
  return url
}

/** A host as it is looked up: an IPv6 address without its brackets. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/, '$1')

function isAllowedPort(port: string): boolean {
  const number = Number(port)
  return port === '' || (number >= 1024 && !PORTS_OF_OTHERS.has(number))
}

const refused = (url: URL | undefined) => new OutboundRefused('url_not_allowed', { host: url?.host ?? 'no host' })
