import { createHash } from 'node:crypto'
import { rdfcCanonizer } from '../functions/adapters/data-integrity/rdfc-canonize.ts'
import { verifySignature } from '../functions/adapters/data-integrity/signature.ts'
import { decodeMultikey } from '../functions/domain/shared/multikey.ts'
import { ISSUING_CONTEXTS } from '../schemas/contexts.ts'
import { aBadge, aKey, signedEndorsements } from '../test/support/badge-shapes.ts'
import type { Row } from './report.ts'
import { median } from './statistics.ts'

const WARM_UP_ROUNDS = 3

/** Where the time of one `eddsa-rdfc-2022` signature goes, step by step. */
export async function measureProofSteps(endorsements: number, rounds: number): Promise<readonly Row[]> {
  const steps = await stepTimes(endorsements, rounds)
  const total = [...steps.values()].reduce((sum, time) => sum + time, 0)
  return [...steps].map(([step, time]) => ({
    what: `signature over ${endorsements} endorsements: ${step}`,
    value: time,
    unit: 'ms',
    note: `${((100 * time) / total).toFixed(0)} % of ${total.toFixed(2)} ms`,
  }))
}

async function stepTimes(endorsements: number, rounds: number): Promise<ReadonlyMap<string, number>> {
  const key = aKey()
  const publicKey = decodeMultikey(key.publicKeyMultibase)
  if (!publicKey) throw new Error('a key that was just made cannot be read')
  const badge = aBadge(key.did, await signedEndorsements(endorsements))
  const { verificationMethod, sign, created } = key.options()
  const config = {
    '@context': badge['@context'],
    type: 'DataIntegrityProof',
    cryptosuite: 'eddsa-rdfc-2022',
    created: `${created.toISOString().slice(0, 19)}Z`,
    verificationMethod,
    proofPurpose: 'assertionMethod',
  }
  const canonizer = rdfcCanonizer(ISSUING_CONTEXTS)
  const sha256 = (text: string) => createHash('sha256').update(text).digest()
  const times = new Map<string, number[]>()
  const step = async <Value>(name: string, isKept: boolean, run: () => Value | Promise<Value>): Promise<Value> => {
    const start = performance.now()
    const value = await run()
    const time = performance.now() - start
    if (isKept) times.set(name, [...(times.get(name) ?? []), time])
    return value
  }
  for (let round = 0; round < WARM_UP_ROUNDS + rounds; round++) {
    const isKept = round >= WARM_UP_ROUNDS
    const expanded = await step('JSON-LD expansion', isKept, () => canonizer.expand(badge))
    const dataset = await step('JSON-LD to RDF', isKept, () => canonizer.toRdf(expanded))
    const canonical = await step('canonicalisation', isKept, () => canonizer.canonize(dataset, 'sha256'))
    const documentHash = await step('hashing', isKept, () => sha256(canonical))
    const configHash = await step('all of these for the proof itself', isKept, async () =>
      sha256(await canonizer.canonize(await canonizer.toDataset(config), 'sha256')),
    )
    const bytes = Buffer.concat([configHash, documentHash])
    const signature = await step('signature', isKept, () => sign(bytes))
    const holds = await step('signature checked', isKept, () => verifySignature(publicKey, bytes, signature))
    if (!holds) throw new Error('a signature does not hold')
  }
  return new Map([...times].map(([name, values]) => [name, median(values)]))
}
