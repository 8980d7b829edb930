import { describe, expect, it } from 'vitest'
import { gzipBitstringCodec } from '../../../functions/adapters/bitstring/gzip-bitstring-codec.ts'
import { STATUS_LIST_SIZE, toBitstring } from '../../../functions/domain/status/bitstring.ts'
import type { ProofVerdict } from '../../../functions/ports/proofs.ts'
import type { SignedStatusList } from '../../../functions/ports/status-list-store.ts'
import { type PublishStatusListDeps, publishStatusList } from '../../../functions/status-lists/publish-status-list.ts'
import { aCommunity, anId, NOW } from '../../support/builders.ts'

const LIST = anId('list')
const KEY = 'z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK'

interface World {
  readonly published: SignedStatusList[]
  readonly logged: string[]
  readonly deps: PublishStatusListDeps
}

/** Dependencies that count what happens; what a test does not name goes well. */
function world({
  set = [5],
  newest,
  wins = () => true,
  verdict = { ok: true, proofs: [], skipped: [] },
  hasList = true,
  hasKey = true,
  signedWith = KEY,
}: {
  readonly set?: readonly number[]
  readonly newest?: readonly number[]
  readonly wins?: (attempt: number) => boolean
  readonly verdict?: ProofVerdict
  readonly hasList?: boolean
  readonly hasKey?: boolean
  readonly signedWith?: string
}): World {
  const community = aCommunity()
  const published: SignedStatusList[] = []
  const logged: string[] = []
  let attempts = 0
  const signed: SignedStatusList | undefined = newest && {
    listId: LIST,
    version: 3,
    text: JSON.stringify({
      credentialSubject: { encodedList: gzipBitstringCodec.encode(toBitstring(newest)) },
      proof: [{ verificationMethod: `${community.issuer}#${signedWith}` }],
    }),
    setCount: newest.length,
    signedAt: NOW,
  }
  const log = (code: string) => void logged.push(code)
  return {
    published,
    logged,
    deps: {
      statusLists: {
        load: async () =>
          hasList
            ? { id: LIST, community: community.slug, purpose: 'revocation', size: STATUS_LIST_SIZE, createdAt: NOW }
            : undefined,
        listIds: async () => [LIST],
        loadSetIndexes: async () => set,
        loadSigned: async () => published.at(-1) ?? signed,
        publish: async (next) => {
          if (!wins(attempts++)) return false
          published.push(next)
          return true
        },
      },
      communities: {
        load: async () => community,
        loadIssuerKeys: async () =>
          hasKey
            ? [
                {
                  id: 'the-key',
                  use: 'data-integrity',
                  verificationMethod: `${community.issuer}#${KEY}`,
                  key: { algorithm: 'Ed25519', publicKeyMultibase: KEY, sealed: '', sealing: 'file' },
                  createdAt: NOW,
                },
              ]
            : [],
      },
      bitstrings: gzipBitstringCodec,
      keys: { sign: async () => new Uint8Array(64) },
      proofs: {
        sign: async (document) => ({
          ...document,
          proof: [
            {
              type: 'DataIntegrityProof',
              cryptosuite: 'eddsa-rdfc-2022',
              created: NOW,
              verificationMethod: `${community.issuer}#${KEY}`,
              proofPurpose: 'assertionMethod',
              proofValue: 'z',
            },
          ],
        }),
        verify: async () => verdict,
      },
      now: () => NOW,
      log: { info: log, warn: log, error: log },
    },
  }
}

describe('publishStatusList', () => {
  it('signs the next version with every bit that is set', async () => {
    const { deps, published } = world({ set: [5, 9, 131_071], newest: [5] })
    await publishStatusList(deps, LIST)
    expect(published).toMatchObject([{ version: 4, setCount: 3 }])
    const { encodedList } = JSON.parse(published[0]?.text ?? '').credentialSubject
    expect(gzipBitstringCodec.decode(encodedList, STATUS_LIST_SIZE)).toEqual(toBitstring([5, 9, 131_071]))
  })

  it('signs nothing when the newest version already shows it', async () => {
    const { deps, published } = world({ set: [5, 9], newest: [5, 9] })
    await publishStatusList(deps, LIST)
    expect(published).toEqual([])
  })

  it('KEY-09: signs anew what a key signed that is trusted no longer, although every entry is right', async () => {
    const { deps, published } = world({ set: [5], newest: [5], signedWith: 'a-compromised-key' })
    await publishStatusList(deps, LIST)
    expect(published).toMatchObject([{ version: 4, setCount: 1 }])
  })

  it('signs when entries were cleared, whatever the count', async () => {
    const { deps, published } = world({ set: [9], newest: [5, 9] })
    await publishStatusList(deps, LIST)
    expect(published).toMatchObject([{ version: 4, setCount: 1 }])
  })

  it('signs the first version of a list that was never signed', async () => {
    const { deps, published } = world({ set: [] })
    await publishStatusList(deps, LIST)
    expect(published).toMatchObject([{ version: 1, setCount: 0 }])
  })

  it('signs when the count agrees but the bit does not', async () => {
    const { deps, published } = world({ set: [9], newest: [5] })
    await publishStatusList(deps, LIST)
    expect(published).toHaveLength(1)
  })

  it('looks again after losing a race, and gives up on losing for ever', async () => {
    const lucky = world({ wins: (attempt) => attempt === 2 })
    await publishStatusList(lucky.deps, LIST)
    expect(lucky.published).toHaveLength(1)
    const unlucky = world({ wins: () => false })
    await expect(publishStatusList(unlucky.deps, LIST)).rejects.toThrow('kept changing')
  })

  it('leaves it to others when two of them published since it began', async () => {
    const { deps, published } = world({ newest: [5], set: [5, 9] })
    let attempts = 0
    const publish = async (next: SignedStatusList) => {
      attempts++
      published.push({ ...next, text: '{"credentialSubject":{"encodedList":"u"},"proof":[]}' })
      return false
    }
    await publishStatusList({ ...deps, statusLists: { ...deps.statusLists, publish } }, LIST)
    expect(attempts).toBe(2)
    expect(published.map(({ version }) => version)).toEqual([4, 5])
  })

  it('publishes nothing that does not verify', async () => {
    const { deps, published, logged } = world({ verdict: { ok: false, code: 'PROOF_INVALID', detail: '' } })
    await expect(publishStatusList(deps, LIST)).rejects.toThrow('does not verify')
    expect(published).toEqual([])
    expect(logged).toEqual(['self_check_failed'])
  })

  it.each([
    ['the list is unknown', { hasList: false }, 'no status list'],
    ['the community has no key', { hasKey: false }, 'no record or key'],
  ])('is a fault when %s', async (_what, state, message) => {
    const { deps, published } = world(state)
    await expect(publishStatusList(deps, LIST)).rejects.toThrow(message)
    expect(published).toEqual([])
  })
})
