import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openKeys } from '../../../functions/lambdas/open-keys.ts'
import type { KeptKey } from '../../../functions/ports/signer.ts'
import { signatureHolds } from '../../support/signature-holds.ts'
import { type StrictKms, startStrictKms } from '../../support/strict-kms.ts'

const WEAVERS = 'did:web:badges.example.org:communities:weavers'
const MESSAGE = Buffer.from('a message')

describe('openKeys', () => {
  let kms: StrictKms
  let sealingKey: string
  beforeAll(async () => {
    kms = await startStrictKms()
    sealingKey = kms.createKey()
  })
  afterAll(() => kms.close())

  const open = (issuerKeys: 'sealed' | 'kms') =>
    openKeys(
      { PEERBADGE_SEALING_KEY: sealingKey, PEERBADGE_ISSUER_KEYS: issuerKeys, PEERBADGE_INSTANCE: 'peerbadge' },
      kms.client,
    )
  const signs = async (issuerKeys: 'sealed' | 'kms', key: KeptKey) =>
    signatureHolds(key, MESSAGE, await open(issuerKeys).keys.sign(key, WEAVERS, MESSAGE))

  it('makes the keys of communities as the deployment chose, and those of members sealed', async () => {
    for (const [chosen, sealing] of [
      ['sealed', 'kms'],
      ['kms', 'kms-key'],
    ] as const) {
      const { issuerKeyMaker, keys } = open(chosen)
      expect(await issuerKeyMaker.createKey(WEAVERS, 'Ed25519')).toMatchObject({ sealing })
      expect(await keys.createKey(WEAVERS, 'Ed25519')).toMatchObject({ sealing: 'kms' })
    }
  })

  it('signs with keys made before the deployment chose otherwise', async () => {
    const sealed: KeptKey = await open('sealed').issuerKeyMaker.createKey(WEAVERS, 'P-256')
    const inKms: KeptKey = await open('kms').issuerKeyMaker.createKey(WEAVERS, 'RSA-2048')
    expect([await signs('kms', sealed), await signs('sealed', inKms)]).toEqual([true, true])
  })

  it('does not sign with a key from a laptop’s key file', async () => {
    const key = await open('sealed').issuerKeyMaker.createKey(WEAVERS, 'Ed25519')
    await expect(open('kms').keys.sign({ ...key, sealing: 'file' }, WEAVERS, MESSAGE)).rejects.toThrow('sealed by file')
  })
})
