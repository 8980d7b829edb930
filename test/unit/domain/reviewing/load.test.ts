import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Member } from '../../../../functions/domain/community/member.ts'
import {
  type Candidate,
  drawFrom,
  lineUp,
  mayBeDrawn,
  type Sampled,
  WINDOW,
} from '../../../../functions/domain/reviewing/draw-reviewers.ts'
import type { Reviewer } from '../../../../functions/domain/reviewing/review-request.ts'
import { OPEN_LIMIT } from '../../../../functions/domain/reviewing/terms.ts'
import type { Id } from '../../../../functions/domain/shared/ids.ts'
import { addMilliseconds, type Instant } from '../../../../functions/domain/shared/instant.ts'
import { aClaim, aMember, anId, aRule, NOW, someFacts } from '../../../support/builders.ts'

const MEMBERS = 1000
const CLAIMS = 5000
const WANTED = 3
const SAMPLE = 48
/** A claim opens every two minutes. */
const STEP_MS = 120_000
const DAY_STEPS = 720

/** The same numbers for the same seed, from 0 up to 1. */
function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

interface Run {
  /** How often each member was asked in all. */
  readonly asked: ReadonlyMap<Id, number>
  /** The most that waited for anyone at once. */
  readonly mostOpen: number
  readonly short: number
}

/**
 * A claim opens every two minutes and asks for three peers. People answer after up to two days, each at a pace of their own; one in
 * ten never does, and is let go after three days. The pool is a circle in the order of a digest, as it is stored.
 */
function simulate(seed: number): Run {
  const random = dice(seed)
  const people = Array.from({ length: MEMBERS }, (_, n): Member => {
    const languages = n % 10 < 6 ? ['en'] : n % 10 < 9 ? ['hi'] : ['en', 'hi']
    return aMember(`person ${seed} ${n}`, { languages, skills: n % 5 === 0 ? ['dyeing'] : [] })
  })
  const circle = people
    .map((member) => ({ member, place: createHash('sha256').update(member.id).digest('hex') }))
    .sort((a, b) => (a.place < b.place ? -1 : 1))
    .map(({ member }) => member)
  const readersOf = new Map(['en', 'hi'].map((tag) => [tag, circle.filter((one) => one.languages.includes(tag))]))
  const reviewers = new Map<Id, { open: Id[]; drawnAt?: Instant }>()
  const asked = new Map<Id, number>(people.map(({ id }) => [id, 0]))
  const until = new Map<number, { readonly id: Id; readonly claim: Id }[]>()
  let mostOpen = 0
  let short = 0
  for (let n = 0; n < CLAIMS; n++) {
    const now = addMilliseconds(NOW, n * STEP_MS)
    for (const { id, claim } of until.get(n) ?? []) {
      const reviewer = reviewers.get(id)
      if (reviewer) reviewer.open = reviewer.open.filter((one) => one !== claim)
    }
    const learner = people[Math.floor(random() * MEMBERS)] ?? aMember()
    const language = random() < 0.65 ? 'en' : 'hi'
    const pool = readersOf.get(language) ?? []
    const from = Math.floor(random() * pool.length)
    const sampled: readonly Sampled[] = Array.from({ length: SAMPLE }, (_, offset) => {
      const member = pool[(from + offset) % pool.length] ?? learner
      return { memberId: member.id, since: member.joinedAt }
    })
    const claim = aClaim({ id: anId(`claim ${seed} ${n}`), learnerId: learner.id, language })
    const known = new Map<Id, Reviewer>([...reviewers].map(([id, one]) => [id, { memberId: id, ...one }]))
    const line = lineUp(sampled, known, new Set([learner.id]), OPEN_LIMIT, now)
    const context = { claim, rule: aRule(), languages: [language], now }
    const eligible = line.slice(0, WANTED * WINDOW).flatMap((one): readonly Candidate[] => {
      const member = pool.find(({ id }) => id === one.memberId) ?? learner
      const candidate = { ...one, member, facts: someFacts() }
      return mayBeDrawn(candidate, context) ? [candidate] : []
    })
    const fit = { learnerSkills: learner.skills, languages: [language], licensedFirst: false }
    const drawn = drawFrom(eligible, WANTED, fit, random)
    short += WANTED - drawn.length
    for (const { member } of drawn) {
      const open = [...(reviewers.get(member.id)?.open ?? []), claim.id]
      mostOpen = Math.max(mostOpen, open.length)
      reviewers.set(member.id, { open, drawnAt: now })
      asked.set(member.id, (asked.get(member.id) ?? 0) + 1)
      const steps = random() < 0.1 ? 3 * DAY_STEPS : 1 + Math.floor(random() * 2 * DAY_STEPS)
      until.set(n + steps, [...(until.get(n + steps) ?? []), { id: member.id, claim: claim.id }])
    }
  }
  return { asked, mostOpen, short }
}

describe('drawing for 5,000 claims among 1,000 members', () => {
  let run: Run
  let loads: readonly number[]
  beforeAll(() => {
    run = simulate(7)
    loads = [...run.asked.values()].sort((a, b) => a - b)
  }, 60_000)

  it('asks nobody more than twice as often as the median', () => {
    const median = loads[MEMBERS / 2] ?? 0
    expect(median).toBeGreaterThanOrEqual(10)
    expect(loads.at(-1)).toBeLessThanOrEqual(2 * median)
  })

  it('leaves nobody out, and lets no more wait for anyone at once than may', () => {
    expect(loads[0]).toBeGreaterThan(0)
    expect(run.mostOpen).toBeLessThanOrEqual(OPEN_LIMIT)
    expect(run.short).toBe(0)
  })
})
