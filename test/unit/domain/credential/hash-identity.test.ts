import { describe, expect, it } from 'vitest'
import { hashEmailAddress } from '../../../../functions/domain/credential/hash-identity.ts'
import { IdentityObjectSchema } from '../../../../schemas/open-badges/parts.ts'
import { digests } from '../../../support/builders.ts'

describe('hashEmailAddress (ID-01 … ID-07)', () => {
  it.each([
    ['a@example.com', 'Kosher', 'b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399'],
    ['jjefferson18@example.com', 'FleurDeSel', '658625b25ab3d75d613ca97d9a5a77f70e2192feca5557f4ad09a4d4f121f5fc'],
  ])('hashes %s with the salt right behind it, as published', (email, salt, hash) => {
    expect(hashEmailAddress(email, salt, digests)).toEqual({
      type: 'IdentityObject',
      hashed: true,
      identityHash: `sha256$${hash}`,
      identityType: 'emailAddress',
      salt,
    })
  })

  it('lower-cases the address and not the salt (ID-08)', () => {
    const hashed = hashEmailAddress('A@Example.COM', 'Kosher', digests)
    expect(hashed).toEqual(hashEmailAddress('a@example.com', 'Kosher', digests))
    expect(hashed.identityHash).not.toBe(hashEmailAddress('a@example.com', 'kosher', digests).identityHash)
  })

  it('is what its closed schema takes (EXT-04)', () => {
    const hashed = hashEmailAddress('a@example.com', 'Kosher', digests)
    expect(IdentityObjectSchema.parse(hashed)).toEqual(hashed)
  })
})
