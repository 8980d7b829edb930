import { poolPlace } from '../../functions/adapters/dynamodb/keys.ts'
import type { Member } from '../../functions/domain/community/member.ts'
import type { Claim } from '../../functions/domain/endorsement/claim.ts'
import type { Rule } from '../../functions/domain/endorsement/decision.ts'
import { type Pool, poolsOfMember } from '../../functions/domain/reviewing/pools.ts'
import type { Reviewer, ReviewRequest } from '../../functions/domain/reviewing/review-request.ts'
import type { Id } from '../../functions/domain/shared/ids.ts'
import { addDays, addMilliseconds, type Instant } from '../../functions/domain/shared/instant.ts'
import { type FindReviewersDeps, findReviewers } from '../../functions/reviews/find-reviewers.ts'
import { aClaim, aMember, anId, aRule, NOW, someFacts } from './builders.ts'

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

/** Of twenty people: what they read. Half of all read English alone; a few nothing that most others read. */
const LANGUAGES = [
  ...Array.from({ length: 10 }, () => ['en']),
  ...Array.from({ length: 4 }, () => ['hi']),
  ...[['en', 'hi'], ['en', 'hi'], ['ta'], ['ta', 'en'], ['bn-IN'], []],
]
const SKILLS = ['dyeing', 'spinning', 'weaving', 'carding', 'felting', 'knitting']
const CHALLENGES = Array.from({ length: 12 }, (_, n) => anId(`challenge ${n}`))
const BADGE = anId('basics')

interface Person {
  readonly member: Member
  /** What they work on: most on the first few challenges, few on the last. */
  readonly challenges: readonly Id[]
  readonly holdsBadge: boolean
}

const OPEN_RULE = aRule({ minEndorsers: 3 })
const PEERS_RULE = aRule({ minEndorsers: 3, eligibility: [{ kind: 'same-challenge' }] })
const HOLDERS_RULE = aRule({ minEndorsers: 3, eligibility: [{ kind: 'holds', achievement: BADGE }] })

/** One draw of a community at work. */
export interface Drawn {
  readonly claim: Claim
  readonly rule: Rule
  readonly drawn: readonly Member[]
}

/**
 * A community whose members differ: languages, skills and challenges are spread unevenly, a third hold a badge, one in ten has just
 * joined. Claims are in the language and the challenge of their learner; under every tenth only holders of the badge may judge, and
 * under two of ten only those who work on the challenge. People are drawn by the real search over pools as they are stored.
 */
export function aBusyCommunity(seed: number, size: number) {
  const random = dice(seed)
  const pick = <Thing>(things: readonly Thing[], skew = 1): Thing => {
    const found = things[Math.floor(random() ** skew * things.length)]
    if (found === undefined) throw new Error('there is nothing to pick from')
    return found
  }
  const people = Array.from({ length: size }, (_, n): Person => {
    const joinedAt = addDays(NOW, n % 10 === 9 ? -1 : -300 - (n % 100))
    const skills = SKILLS.filter(() => random() < 0.3)
    return {
      member: aMember(`person ${seed} ${n}`, { languages: LANGUAGES[n % 20] ?? [], skills, joinedAt }),
      challenges: [...new Set([pick(CHALLENGES, 2), pick(CHALLENGES, 2)])],
      holdsBadge: n % 3 === 0,
    }
  })
  const personOf = new Map(people.map((person) => [person.member.id, person]))
  const pools = poolsOf(people)
  const reviewers = new Map<Id, Reviewer>()
  let now: Instant = NOW

  const deps: FindReviewersDeps = {
    reviewerPool: {
      isFilled: async () => true,
      async sample(_community, pool, from, limit) {
        const entries = pools.get(pool) ?? []
        const start = entries.findIndex(({ place }) => place >= poolPlace(from))
        const first = start === -1 ? 0 : start
        return Array.from({ length: Math.min(limit, entries.length) }, (_, n) => {
          const { member } = entries[(first + n) % entries.length] ?? pick(people)
          return { memberId: member.id, since: member.joinedAt }
        })
      },
    },
    reviewerFacts: {
      read: async (claim, _rule, ids) =>
        ids.flatMap((id) => {
          const person = personOf.get(id)
          if (!person) return []
          const { member, challenges, holdsBadge } = person
          const workedOnChallenge = challenges.some((one) => one === claim.challengeId)
          const facts = someFacts({ memberSince: member.joinedAt, holds: holdsBadge ? [BADGE] : [], workedOnChallenge })
          return { member, isLinked: false, challengeId: workedOnChallenge ? claim.challengeId : undefined, facts }
        }),
    },
    reviews: {
      loadReviewers: async (ids) => new Map(ids.flatMap((id) => withId(id, reviewers.get(id)))),
    },
    challenges: { load: async () => undefined },
    members: { list: async () => ({ ok: true, value: { items: [] } }) },
    random: { integer: (below) => Math.floor(random() * below), salt: () => String(random()) },
    now: () => now,
  }

  return {
    people: people.map(({ member }) => member),
    random,
    isHolder: (id: Id) => personOf.get(id)?.holdsBadge === true,
    worksOn: (id: Id, challengeId: Id) => personOf.get(id)?.challenges.includes(challengeId) === true,
    loadOf: (id: Id) => reviewers.get(id)?.open.length ?? 0,
    /** Opens a claim so long after the beginning, and draws for it. */
    async draw(name: string, wanted: number, milliseconds: number): Promise<Drawn> {
      now = addMilliseconds(NOW, milliseconds)
      const { member: learner, challenges } = pick(people)
      const language = learner.languages[0]
      const claim = aClaim({
        id: anId(`${name} ${seed}`),
        learnerId: learner.id,
        collaborators: [],
        challengeId: pick(challenges),
        ...(language === undefined ? {} : { language }),
      })
      const chance = random()
      const rule = chance < 0.1 ? HOLDERS_RULE : chance < 0.3 ? PEERS_RULE : OPEN_RULE
      const languages = language === undefined ? [] : [language]
      const request = aRequest(claim, wanted, languages, now)
      const fit = { learnerSkills: learner.skills, languages, licensedFirst: false }
      const found = await findReviewers(deps, {
        ...{ request, claim, rule, wanted, fit },
        excluded: new Set([learner.id]),
      })
      for (const { member } of found) {
        const open = [...(reviewers.get(member.id)?.open ?? []), claim.id]
        reviewers.set(member.id, { memberId: member.id, open, drawnAt: now })
      }
      return { claim, rule, drawn: found.map(({ member }) => member) }
    },
    /** Somebody answers, or is let go. */
    release(memberId: Id, claimId: Id): void {
      const reviewer = reviewers.get(memberId)
      if (reviewer) reviewers.set(memberId, { ...reviewer, open: reviewer.open.filter((id) => id !== claimId) })
    },
    rules: { PEERS_RULE, HOLDERS_RULE },
  }
}

const withId = (id: Id, reviewer: Reviewer | undefined): readonly (readonly [Id, Reviewer])[] =>
  reviewer === undefined ? [] : [[id, reviewer]]

/** Everybody's places, in the order in which they are stored. */
function poolsOf(people: readonly Person[]) {
  const pools = new Map<Pool, { readonly place: string; readonly member: Member }[]>()
  for (const { member, challenges, holdsBadge } of people) {
    const own: readonly Pool[] = [
      ...poolsOfMember(member),
      ...challenges.map((id): Pool => `challenge:${id}`),
      ...(holdsBadge ? [`badge:${BADGE}` as const] : []),
    ]
    for (const pool of own) pools.set(pool, [...(pools.get(pool) ?? []), { place: poolPlace(member.id), member }])
  }
  for (const entries of pools.values()) entries.sort((a, b) => (a.place < b.place ? -1 : 1))
  return pools
}

const aRequest = (claim: Claim, wanted: number, languages: readonly string[], askedAt: Instant): ReviewRequest => ({
  id: claim.id,
  claimId: claim.id,
  community: claim.community,
  number: 1,
  source: 'learner',
  wanted,
  named: [],
  languages,
  asked: [],
  state: 'open',
  widened: [],
  askedAt,
  paid: wanted,
  version: 1,
})
