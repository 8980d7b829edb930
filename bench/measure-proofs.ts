import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import { driver as didKeyDriver } from '@digitalbazaar/did-method-key'
import { from as fromMultikey } from '@digitalbazaar/ed25519-multikey'
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
import { issue, verifyCredential } from '@digitalbazaar/vc'
import { rdfcProofReader, rdfcProofWriter } from '../functions/adapters/data-integrity/rdfc-proofs.ts'
import { ISSUING_CONTEXTS } from '../schemas/contexts.ts'
import { aBadge, aKey, signedEndorsements } from '../test/support/badge-shapes.ts'
import type { Row } from './report.ts'
import type { Sizes } from './sizes.ts'
import { median, timed } from './statistics.ts'

const didKeys = didKeyDriver()
didKeys.use({ multibaseMultikeyHeader: 'z6Mk', fromMultibase: fromMultikey })

const documentLoader = async (url: string) => ({
  contextUrl: null,
  documentUrl: url,
  document: ISSUING_CONTEXTS.get(url) ?? (await didKeys.get({ url })),
})

/** Signing and checking one badge, here and with `@digitalbazaar/vc`: the outer proof alone, status left out. */
export async function measureProofs({ manyEndorsements, proofRounds }: Sizes, tell: (step: string) => void) {
  const rows: Row[] = []
  const times = new Map<number, { sign: number; verify: number }>()
  for (const endorsements of [3, manyEndorsements]) {
    tell(`signing and checking a badge with ${endorsements} endorsements`)
    const { own, other } = await measureOne(endorsements, proofRounds)
    times.set(endorsements, own)
    for (const [what, ours, theirs] of [
      ['sign', own.sign, other.sign],
      ['verify', own.verify, other.verify],
    ] as const)
      rows.push({
        what: `${what} a badge with ${endorsements} endorsements`,
        value: ours,
        unit: 'ms',
        note: `@digitalbazaar/vc ${theirs.toFixed(1)} ms; ratio ${(ours / theirs).toFixed(2)}`,
      })
  }
  const [small, large] = [times.get(3), times.get(manyEndorsements)]
  const each = (what: 'sign' | 'verify') =>
    (((large?.[what] ?? Number.NaN) - (small?.[what] ?? Number.NaN)) / (manyEndorsements - 3)).toFixed(2)
  const growth = [
    `Each embedded endorsement adds ${each('sign')} ms to signing a badge and ${each('verify')} ms to checking it.`,
  ]
  return { rows, growth }
}

async function measureOne(endorsements: number, rounds: number) {
  const key = aKey()
  const unsigned = aBadge(key.did, await signedEndorsements(endorsements))
  const options = key.options()
  const writer = rdfcProofWriter()
  const reader = rdfcProofReader()
  const signer = {
    id: options.verificationMethod,
    algorithm: 'Ed25519',
    sign: ({ data }: { readonly data: Uint8Array }) => options.sign(data),
  }
  const signed = await writer.sign(unsigned, options)
  const ours = {
    sign: () => writer.sign(unsigned, options),
    verify: async () => {
      const verdict = await reader.verify(signed, async () => undefined)
      if (!verdict.ok) throw new Error(`a badge does not verify here: ${verdict.code}`)
    },
  }
  const theirs = {
    sign: () =>
      issue({
        credential: structuredClone(unsigned),
        suite: new DataIntegrityProof({ signer, cryptosuite, date: options.created }),
        documentLoader,
      }),
    verify: async () => {
      const suite = new DataIntegrityProof({ cryptosuite })
      const checkStatus = async () => ({ verified: true })
      const { verified, error } = await verifyCredential({ credential: signed, suite, documentLoader, checkStatus })
      if (!verified) throw new Error('a badge does not verify with @digitalbazaar/vc', { cause: error })
    },
  }
  const times = { ourSign: [], ourVerify: [], theirSign: [], theirVerify: [] } as Record<string, number[]>
  // One after the other in each round, so that a busy moment of the machine meets both; the first round warms up.
  for (let round = 0; round <= rounds; round++) {
    for (const [name, run] of [
      ['ourSign', ours.sign],
      ['theirSign', theirs.sign],
      ['ourVerify', ours.verify],
      ['theirVerify', theirs.verify],
    ] as const) {
      const time = await timed(run)
      if (round > 0) times[name]?.push(time)
    }
  }
  const of = (name: string) => median(times[name] ?? [])
  return {
    own: { sign: of('ourSign'), verify: of('ourVerify') },
    other: { sign: of('theirSign'), verify: of('theirVerify') },
  }
}
