import { beforeAll, describe, expect, it } from 'vitest'
import { toInstant } from '../../functions/domain/shared/instant.ts'
import { openVerification } from '../../functions/verification/verification.ts'
import { verifyCredential } from '../../functions/verification/verify-credential.ts'
import { type DifferentialCase, makeCase } from '../support/differential/make-case.ts'
import { differentialCases, UNCHANGED } from '../support/differential/mutations.ts'
import { freshTable, type TestTable } from '../support/dynamodb.ts'
import { verifyWithDigitalBazaar, verifyWithVerifierCore } from '../support/independent-verifiers.ts'
import { verifyDeps } from '../support/verify-deps.ts'
import { webOf } from '../support/web-of.ts'
import { DIFFERENCES, type Verdicts } from './differential-differences.ts'

/** Both libraries canonicalise every badge anew; on two busy processors 500 badges take a while. */
const TIMEOUT_MILLISECONDS = 240_000

const OUTCOMES = { verified: 'accept', 'not-verified': 'refuse', undetermined: 'undetermined' } as const

let table: TestTable
/** Change → what each says of the badges it was made to: one verdict, whatever the badge. */
const found = new Map<string, Set<string>>()
let cases: readonly DifferentialCase[]

beforeAll(async () => {
  table = await freshTable()
  cases = await differentialCases()
  for (const one of cases) {
    const verdicts = found.get(one.mutation) ?? new Set()
    found.set(one.mutation, verdicts.add(toText(await askAll(one))))
  }
}, TIMEOUT_MILLISECONDS)

async function askAll({ badge, documents }: DifferentialCase): Promise<Verdicts> {
  const deps = verifyDeps(table, { openWeb: webOf(documents), now: () => toInstant(new Date()) })
  const { outcome } = await verifyCredential(openVerification(deps), badge)
  const { verified: vc } = await verifyWithDigitalBazaar(badge, { documents })
  const { verified: core } = await verifyWithVerifierCore(badge, { documents })
  return { ours: OUTCOMES[outcome], vc: vc ? 'accept' : 'refuse', core: core ? 'accept' : 'refuse' }
}

const toText = ({ ours, vc, core }: Verdicts) => `ours: ${ours}, vc: ${vc}, verifier-core: ${core}`
const AGREED = [
  toText({ ours: 'accept', vc: 'accept', core: 'accept' }),
  toText({ ours: 'refuse', vc: 'refuse', core: 'refuse' }),
]

describe('500 badges, as good as they were made or with one change each', () => {
  it('are the same in every run', async () => {
    expect(cases).toHaveLength(500)
    expect(await makeCase(UNCHANGED, 'endorsed', 2)).toEqual(cases[2])
  })

  it('are all accepted here, by @digitalbazaar/vc and by verifier-core where nothing was done to them', () => {
    expect(cases.filter(({ mutation }) => mutation === UNCHANGED.name).length).toBeGreaterThan(100)
    expect([...(found.get(UNCHANGED.name) ?? [])]).toEqual([AGREED[0]])
  })

  it('get from each of the three one verdict for one change', () => {
    expect([...found].filter(([, verdicts]) => verdicts.size > 1)).toEqual([])
  })

  it('differ in what is listed with its reason, and in nothing else', () => {
    const differing = [...found].flatMap(([mutation, verdicts]) =>
      [...verdicts].filter((verdict) => !AGREED.includes(verdict)).map((verdict) => [mutation, verdict] as const),
    )
    const listed = DIFFERENCES.flatMap(({ mutations, ...verdicts }) =>
      mutations.map((mutation) => [mutation, toText(verdicts)] as const),
    )
    expect(Object.fromEntries(differing)).toEqual(Object.fromEntries(listed))
    expect(listed).toHaveLength(new Set(listed.map(([mutation]) => mutation)).size)
    for (const { why } of DIFFERENCES) expect(why).toMatch(/^[A-Z].{30,}\.$/s)
  })

  it('are never accepted here with a change behind the issuer’s back that either of the others refuses', () => {
    const lenient = [...found].filter(
      ([mutation, verdicts]) => / after signing: |^after signing: /.test(mutation) && [...verdicts].some(isLenient),
    )
    expect(lenient.map(([mutation]) => mutation)).toEqual([])
  })
})

const isLenient = (verdict: string) => verdict.startsWith('ours: accept') && verdict.includes('refuse')
