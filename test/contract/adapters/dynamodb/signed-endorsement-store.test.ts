import { beforeAll, describe, expect, it } from 'vitest'
import { dynamoSignedEndorsementStore } from '../../../../functions/adapters/dynamodb/signed-endorsement-store.ts'
import type { Endorsement } from '../../../../functions/domain/endorsement/endorsement.ts'
import type { SignedEndorsement, SignedEndorsementStore } from '../../../../functions/ports/credential-store.ts'
import { anId, NOW } from '../../../support/builders.ts'
import { freshTable } from '../../../support/dynamodb.ts'
import { aClaimOf, anEndorsementOf, tenAtOnce } from '../../../support/store-examples.ts'

let store: SignedEndorsementStore
beforeAll(async () => {
  store = dynamoSignedEndorsementStore(await freshTable())
})

const signedOf = (endorsement: Endorsement, text = '{"proof":"…"}'): SignedEndorsement => ({
  endorsementId: endorsement.id,
  endorserId: endorsement.endorserId,
  evidenceVersion: endorsement.evidenceVersion,
  version: endorsement.version,
  form: 'embedded',
  signer: 'did:key:z6MkExample',
  text,
  signedAt: NOW,
})

describe('keep', () => {
  it('gives back what was signed byte for byte, with what its URL needs', async () => {
    const claim = aClaimOf('kept')
    const endorsement = anEndorsementOf(claim, 'peer')
    const signed = signedOf(endorsement, '{"text": "शिक्षार्थी \\u0000 🧶",\r\n "n": 1.0}\n')
    expect(await store.keep(endorsement, signed, claim.credentialId)).toEqual(signed)
    expect(await store.load(claim.id, 1)).toEqual([signed])
    expect(await store.loadOne(claim.id, 1, endorsement.endorserId, 1)).toEqual(signed)
    expect(await store.locate(endorsement.id)).toEqual({
      claimId: claim.id,
      credentialId: claim.credentialId,
      evidenceVersion: 1,
      endorserId: endorsement.endorserId,
    })
  })

  it('keeps the first of ten signatures of one version at once, and tells everyone so', async () => {
    const claim = aClaimOf('signed at once')
    const endorsement = anEndorsementOf(claim, 'peer')
    const kept = await tenAtOnce((n) =>
      store.keep(endorsement, signedOf(endorsement, `{"n":${n}}`), claim.credentialId),
    )
    expect(new Set(kept.map(({ text }) => text)).size).toBe(1)
    expect(await store.load(claim.id, 1)).toEqual([kept[0]])
  })

  it('keeps each version of an endorsement', async () => {
    const claim = aClaimOf('two versions')
    const first = anEndorsementOf(claim, 'peer')
    const second = { ...first, version: 2 }
    for (const endorsement of [first, second])
      await store.keep(endorsement, signedOf(endorsement, `{"v":${endorsement.version}}`), claim.credentialId)
    expect((await store.load(claim.id, 1)).map(({ version }) => version)).toEqual([1, 2])
  })

  it('refuses text that UTF-8 cannot hold', async () => {
    const endorsement = anEndorsementOf(aClaimOf('surrogate'), 'peer')
    await expect(store.keep(endorsement, signedOf(endorsement, '\ud800'), anId('badge'))).rejects.toThrow(TypeError)
    expect(await store.locate(endorsement.id)).toBeUndefined()
  })
})

describe('load', () => {
  it('reads the signed endorsements of one evidence version only', async () => {
    const claim = aClaimOf('evidence versions')
    for (const evidenceVersion of [1, 2]) {
      const endorsement = anEndorsementOf(claim, 'peer', { id: anId(`ev ${evidenceVersion}`), evidenceVersion })
      await store.keep(endorsement, signedOf(endorsement), claim.credentialId)
    }
    expect((await store.load(claim.id, 2)).map(({ evidenceVersion }) => evidenceVersion)).toEqual([2])
  })

  it('reads more than a megabyte', async () => {
    const claim = aClaimOf('megabyte')
    const noise = (n: number) => Array.from({ length: 6000 }, (_, i) => anId(`${n} ${i}`)).join('')
    const texts = Array.from({ length: 14 }, (_, n) => noise(n))
    for (const [n, text] of texts.entries()) {
      const endorsement = anEndorsementOf(claim, `peer ${n}`)
      await store.keep(endorsement, signedOf(endorsement, text), claim.credentialId)
    }
    const loaded = await store.load(claim.id, 1)
    expect(loaded.map(({ text }) => text).sort()).toEqual([...texts].sort())
  })

  it('finds nothing where nothing is', async () => {
    expect(await store.load(anId('nothing'), 1)).toEqual([])
    expect(await store.loadOne(anId('nothing'), 1, anId('nobody'), 1)).toBeUndefined()
    expect(await store.locate(anId('nothing'))).toBeUndefined()
  })
})
