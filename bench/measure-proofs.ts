import { measureProofSteps } from './measure-proof-steps.ts'
import { type Contender, embeddedContenders, jwtContender } from './proof-contenders.ts'
import type { Row } from './report.ts'
import type { Sizes } from './sizes.ts'
import { median, timed } from './statistics.ts'

/** Endorsements embedded in the badges that every kind of proof is measured with. */
const SIZES = [0, 3, 20]

type Medians = { readonly [Operation in keyof Contender]: number }

/** Signing and checking one badge in each form, here and with `@digitalbazaar/vc`, and where the time goes. */
export async function measureProofs({ manyEndorsements, proofRounds }: Sizes, tell: (step: string) => void) {
  const rows: Row[] = []
  const times = new Map<number, Medians>()
  for (const [suite, algorithm, sizes] of [
    ['eddsa-rdfc-2022', 'Ed25519', [...SIZES, manyEndorsements]],
    ['ecdsa-rdfc-2019, P-256', 'P-256', SIZES],
  ] as const) {
    for (const endorsements of sizes) {
      tell(`signing and checking a badge with ${endorsements} endorsements, ${suite}`)
      const { ours, theirs } = await embeddedContenders(algorithm, endorsements)
      const [own, other] = await compare([ours, theirs], proofRounds)
      if (algorithm === 'Ed25519') times.set(endorsements, own)
      rows.push(...toRows(`a badge with ${endorsements} endorsements, ${suite}`, own, other))
    }
  }
  for (const [name, algorithm] of [
    ['RS256', 'RSA-2048'],
    ['ES256', 'P-256'],
  ] as const) {
    for (const endorsements of SIZES) {
      tell(`signing and checking a badge with ${endorsements} endorsements as JWT, ${name}`)
      const [own] = await compare([await jwtContender(algorithm, endorsements)], proofRounds)
      rows.push(...toRows(`a badge with ${endorsements} endorsements as JWT, ${name}`, own))
    }
  }
  for (const endorsements of SIZES) {
    tell(`timing the steps of a signature over a badge with ${endorsements} endorsements`)
    rows.push(...(await measureProofSteps(endorsements, proofRounds)))
  }
  const [small, large] = [times.get(3), times.get(manyEndorsements)]
  const each = (what: keyof Medians) =>
    (((large?.[what] ?? Number.NaN) - (small?.[what] ?? Number.NaN)) / (manyEndorsements - 3)).toFixed(2)
  const growth = [
    `Each embedded endorsement adds ${each('sign')} ms to signing a badge and ${each('verify')} ms to checking it.`,
  ]
  return { rows, growth }
}

/** Median milliseconds of each. */
async function compare<const Contenders extends readonly Contender[]>(
  contenders: Contenders,
  rounds: number,
): Promise<{ readonly [Index in keyof Contenders]: Medians }>
async function compare(contenders: readonly Contender[], rounds: number): Promise<readonly Medians[]> {
  const times = contenders.map(() => ({ sign: [] as number[], verify: [] as number[] }))
  // One after the other in each round, so that a busy moment of the machine meets all; the first round warms up.
  for (let round = 0; round <= rounds; round++) {
    for (const [index, contender] of contenders.entries()) {
      for (const operation of ['sign', 'verify'] as const) {
        const time = await timed(contender[operation])
        if (round > 0) times[index]?.[operation].push(time)
      }
    }
  }
  return times.map(({ sign, verify }) => ({ sign: median(sign), verify: median(verify) }))
}

function toRows(what: string, own: Medians, other?: Medians): readonly Row[] {
  return (['sign', 'verify'] as const).map((operation) => {
    const milliseconds = `${own[operation].toFixed(2)} ms each`
    const ratio = other && (own[operation] / other[operation]).toFixed(2)
    return {
      what: `${operation} ${what}`,
      value: 1000 / own[operation],
      unit: '/s',
      note: other
        ? `${milliseconds}; @digitalbazaar/vc ${other[operation].toFixed(1)} ms; ratio ${ratio}`
        : milliseconds,
    }
  })
}
