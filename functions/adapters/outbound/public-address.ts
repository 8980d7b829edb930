import { BlockList, isIP } from 'node:net'

/**
 * IPv4 networks that are not the public internet (IANA special-purpose registry), with multicast and what is reserved; and
 * 168.63.129.16, which looks public but is a cloud's own service inside its virtual machines.
 */
const NOT_PUBLIC_V4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['168.63.129.16', 32],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
]

/** Parts of IPv6's global unicast space that lead elsewhere: Teredo, ORCHID, documentation, 6to4. */
const NOT_PUBLIC_V6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
]

const notPublicV4 = new BlockList()
for (const [network, prefix] of NOT_PUBLIC_V4) notPublicV4.addSubnet(network, prefix, 'ipv4')
const globalV6 = new BlockList()
globalV6.addSubnet('2000::', 3, 'ipv6')
const notPublicV6 = new BlockList()
for (const [network, prefix] of NOT_PUBLIC_V6) notPublicV6.addSubnet(network, prefix, 'ipv6')

/**
 * Whether an address lies on the public internet: not private, loopback, link-local (where cloud metadata services
 * live), shared, reserved or multicast. Of IPv6 only global unicast without a zone counts, so mapped and translated IPv4
 * never does.
 *
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry
 */
export function isPublicAddress(address: string): boolean {
  if (address.includes('%')) return false
  switch (isIP(address)) {
    case 4:
      return !notPublicV4.check(address, 'ipv4')
    case 6:
      return globalV6.check(address, 'ipv6') && !notPublicV6.check(address, 'ipv6')
    default:
      return false
  }
}

/** Whether a host is this machine by its name or address: `localhost`, names under it, 127.0.0.0/8, `::1`. */
export function isLoopbackHost(hostname: string): boolean {
  if (isIP(hostname) === 4) return hostname.startsWith('127.')
  return hostname === '::1' || hostname === 'localhost' || hostname.endsWith('.localhost')
}
