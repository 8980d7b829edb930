import { canParseUrl } from './can-parse-url.ts'
/**
 * What of an IP address tells callers apart: of IPv4 all of it, of IPv6 the network of 64 bits that one subscriber has to
 * themselves. An IPv4 address written as IPv6 is the same as the plain one.
 *
 * @returns `undefined` for what is no IP address.
 */
export function networkOf(address: string): string | undefined {
  const plain = address.replace(/%.*$/, '').trim()
  if (IPV4.test(plain)) return plain
  const host = `http://[${plain}]/`
  if (!IPV6_LETTERS.test(plain) || !canParseUrl(host)) return undefined
  const groups = toGroups(new URL(host).hostname.slice(1, -1))
  const [high = 0, low = 0] = groups.slice(6)
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff)
    return [high >> 8, high & 255, low >> 8, low & 255].join('.')
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`
}

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/
const IPV6_LETTERS = /^[\da-f:.]*:[\da-f:.]*$/i

/** Of the one spelling that URLs have. */
function toGroups(address: string): readonly number[] {
  const [front = '', back] = address.split('::')
  const parse = (part: string) => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16)))
  const [before, after] = [parse(front), parse(back ?? '')]
  const between = back === undefined ? 0 : 8 - before.length - after.length
  return [...before, ...Array.from({ length: between }, () => 0), ...after]
}
