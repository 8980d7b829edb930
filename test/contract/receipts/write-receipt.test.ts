import { beforeEach, describe, expect, it } from 'vitest'
import { platformDidDocument } from '../../../functions/domain/credential/platform-did-document.ts'
import { toInstant } from '../../../functions/domain/shared/instant.ts'
import { platformDid } from '../../../functions/domain/shared/public-urls.ts'
import { ensurePlatformKey, rotatePlatformKey } from '../../../functions/receipts/platform-keys.ts'
import { receiptWriter } from '../../../functions/receipts/write-receipt.ts'
import type { VerificationReport } from '../../../schemas/verification-report.ts'
import { freshTable } from '../../support/dynamodb.ts'
import { holdsAsReceipt } from '../../support/independent-receipts.ts'
import { BASE_URL } from '../../support/issuance-scenario.ts'
import { aReport, receiptDeps } from '../../support/receipts.ts'
import { tenAtOnce } from '../../support/store-examples.ts'

type Deps = Awaited<ReturnType<typeof receiptDeps>>

let deps: Deps
beforeEach(async () => {
  deps = await receiptDeps(await freshTable(), () => toInstant(new Date()))
})

const writeOne = async (report: VerificationReport) => (await receiptWriter(deps)([report]))[0]
const loadText = async (receipt: { readonly id: string } | undefined) =>
  (await deps.receipts.load(receipt?.id.split('/').at(-1) ?? ''))?.text ?? ''

describe('receiptWriter', () => {
  it('stores under an address that cannot be guessed what anyone can verify with the published key', async () => {
    const written = await writeOne(aReport())
    expect(written?.id).toMatch(/^https:\/\/badges\.example\.org\/receipts\/[A-Za-z0-9_-]{22}$/)
    const receipt = JSON.parse(await loadText(written))
    const document = platformDidDocument(platformDid(BASE_URL), await deps.platformKeys.load())
    expect(receipt.issuer).toBe(document.id)
    expect(document.assertionMethod).toContain(receipt.proof.verificationMethod)
    expect(holdsAsReceipt(receipt, document)).toBe(true)
    for (const changed of [
      { ...receipt, outcome: 'not-verified' },
      { ...receipt, verifiedAt: '2020-01-01T00:00:00.000Z' },
      { ...receipt, presented: { ...receipt.presented, digest: 'another' } },
      { ...receipt, proof: { ...receipt.proof, created: '2020-01-01T00:00:00Z' } },
    ])
      expect(holdsAsReceipt(changed, document)).toBe(false)
  })

  it('makes one key for ten first receipts at once, each of them a receipt of its own', async () => {
    const written = await tenAtOnce(() => writeOne(aReport()))
    expect(await deps.platformKeys.load()).toHaveLength(1)
    expect(new Set(written.map((receipt) => receipt?.id)).size).toBe(10)
    const document = platformDidDocument(platformDid(BASE_URL), await deps.platformKeys.load())
    for (const receipt of written) expect(holdsAsReceipt(JSON.parse(await loadText(receipt)), document)).toBe(true)
  })

  it('signs with the newest key, and what the one before signed goes on verifying', async () => {
    const before = await writeOne(aReport())
    const rotated = await rotatePlatformKey(deps, undefined)
    const after = await writeOne(aReport())
    const document = platformDidDocument(platformDid(BASE_URL), await deps.platformKeys.load())
    const [first, second] = [JSON.parse(await loadText(before)), JSON.parse(await loadText(after))]
    expect(second.proof.verificationMethod).not.toBe(first.proof.verificationMethod)
    expect(rotated.ok && second.proof.verificationMethod.endsWith(rotated.value.key.publicKeyMultibase)).toBe(true)
    expect([holdsAsReceipt(first, document), holdsAsReceipt(second, document)]).toEqual([true, true])
  })

  it('gives each of ten rotations at once its key, of which one signs', async () => {
    const { signing } = await ensurePlatformKey(deps)
    const rotated = await tenAtOnce(() => rotatePlatformKey(deps, undefined))
    const keys = await deps.platformKeys.load()
    expect(rotated.every(({ ok }) => ok)).toBe(true)
    expect(keys.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
    expect(keys.filter(({ retiredAt }) => retiredAt === undefined)).toHaveLength(1)
    expect((await ensurePlatformKey(deps)).signing.id).not.toBe(signing.id)
  })

  it('writes none of what could not be read', async () => {
    const { presented: _, ...unread } = aReport({ outcome: 'undetermined' })
    expect(await writeOne(unread)).toBeUndefined()
    expect(await deps.platformKeys.load()).toEqual([])
  })

  it('stores nothing that does not verify', async () => {
    const keys = { ...deps.keys, sign: async () => new Uint8Array(64) }
    await expect(receiptWriter({ ...deps, keys })([aReport()])).rejects.toThrow()
  })

  it('notes when an issuer was first verified, and no issuer of a badge that was not', async () => {
    await writeOne(aReport({ outcome: 'not-verified' }))
    await writeOne(aReport({ outcome: 'undetermined' }))
    expect(await deps.sightings.firstSeen('did:web:issuer.example')).toBeUndefined()
    await writeOne(aReport())
    const first = await deps.sightings.firstSeen('did:web:issuer.example')
    await writeOne(aReport())
    expect(first).toBeDefined()
    expect(await deps.sightings.firstSeen('did:web:issuer.example')).toBe(first)
  })
})
