import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { networkOf } from '../../../../functions/domain/shared/network-of.ts'

describe('networkOf', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    [' 192.0.2.7 ', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['::FFFF:c000:0207', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::', '0:0:0:0::/64'],
  ])('%s is of the network %s', (address, network) => {
    expect(networkOf(address)).toBe(network)
  })

  it.each([
    '',
    'localhost',
    '1.2.3',
    '1.2.3.4.5',
    '256.1.1.1',
    '0x7f.1.1.1',
    ':',
    '1:2',
    '::1]/x[',
    'unknown',
    '1.2.3.4:80',
  ])('%j is no address', (text) => {
    expect(networkOf(text)).toBeUndefined()
  })

  it('is one for all addresses of a subscriber, and another for the next', () => {
    const ipv6 = fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 8, maxLength: 8 })
    fc.assert(
      fc.property(ipv6, ipv6, (one, other) => {
        const write = (groups: readonly number[]) => groups.map((group) => group.toString(16)).join(':')
        const mixed = [...one.slice(0, 4), ...other.slice(4)]
        fc.pre(one[0] !== 0)
        expect(networkOf(write(mixed))).toBe(networkOf(write(one)))
        expect(networkOf(write(other)) === networkOf(write(one))).toBe(
          write(one.slice(0, 4)) === write(other.slice(0, 4)),
        )
      }),
    )
  })

  it('answers whatever text it is given', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom(...'0189af:.%') }))
    fc.assert(
      fc.property(text, (given) => {
        const network = networkOf(given)
        expect(network === undefined || /^[\d.]+$|^[\da-f:]+::\/64$/.test(network)).toBe(true)
      }),
    )
  })
})
