import type { Member } from '../../../functions/domain/community/member.ts'
import type { Claim } from '../../../functions/domain/endorsement/claim.ts'
import type { Endorsement, EndorserFacts } from '../../../functions/domain/endorsement/endorsement.ts'
import { addToMonth, type MonthlyCounts } from '../../../functions/domain/independence/monthly-counts.ts'
import {
  addGrant,
  grantFrom,
  NO_STANDING,
  quarterOf,
  type Standing,
} from '../../../functions/domain/independence/reach.ts'
import { addReceived, type Received } from '../../../functions/domain/independence/received.ts'
import { type CommunityTally, NO_TALLY, recountTally } from '../../../functions/domain/independence/share.ts'
import { toSummaryFacts } from '../../../functions/domain/independence/summary-facts.ts'
import { addTies, type Neighbours, NO_NEIGHBOURS, spreadTie } from '../../../functions/domain/independence/ties.ts'
import { type Instant, toEpochDays, toEpochSeconds } from '../../../functions/domain/shared/instant.ts'
import type { OpenClaim, Person, World } from '../world.ts'
import { instantAt } from './instant-at.ts'

const COMMUNITY = 'simulated'

/** What is kept of one member. */
interface Kept {
  given: MonthlyCounts
  received: readonly Received[]
  ties: Neighbours
  standing: Standing
  /** When they last endorsed whom. */
  readonly endorsedAt: Map<string, Instant>
}

export type CommunityFacts = ReturnType<typeof communityFacts>

/** The summaries that the service keeps of a community, each at once, and the facts it takes from them. */
export function communityFacts(world: World) {
  const panel = world.panel.flatMap((index) => world.people[index] ?? [])
  const panelIds = panel.map(({ id }) => id)
  const kept = new Map<string, Kept>()
  /** Claims that somebody whom trust reaches has vouched for; a second does not use up any of theirs. */
  const vouched = new Set<string>()
  let tally: CommunityTally = NO_TALLY

  const of = (id: string): Kept => {
    const known = kept.get(id)
    if (known) return known
    const fresh: Kept = { given: {}, received: [], ties: NO_NEIGHBOURS, standing: NO_STANDING, endorsedAt: new Map() }
    kept.set(id, fresh)
    return fresh
  }
  const personAt = (index: number): Person => {
    const person = world.people[index]
    if (person === undefined) throw new TypeError(`there is no member ${index}`)
    return person
  }
  const claimIdOf = ({ plan }: OpenClaim): string => `claim${plan.index}`
  const personIdOf = ({ sameAddressAs }: Person): string | undefined => sameAddressAs
  const allMemberFacts = world.people.map((person): EndorserFacts => {
    const same = personIdOf(person)
    return {
      role: 'member',
      memberSince: instantAt(person.joined),
      circles: person.circles,
      holds: [],
      ...(same === undefined ? {} : { person: same }),
    }
  })
  const memberFacts = ({ index }: Person): EndorserFacts => {
    const known = allMemberFacts[index]
    if (known === undefined) throw new TypeError(`there is no member ${index}`)
    return known
  }

  return {
    panel,
    personAt,
    claimIdOf,
    personIdOf,
    memberFacts,
    of(endorser: Person, claim: OpenClaim, now: Instant, drawn: boolean): EndorserFacts {
      const [theirs, learners] = [of(endorser.id), of(claim.learner.id)]
      const endorsedByLearnerAt = learners.endorsedAt.get(endorser.id)
      return {
        ...memberFacts(endorser),
        drawn,
        ...(endorsedByLearnerAt === undefined ? {} : { endorsedByLearnerAt }),
        ...toSummaryFacts(
          {
            tally,
            panel: panelIds,
            endorser: { accountId: endorser.id, given: theirs.given, in: theirs.ties.in, standing: theirs.standing },
            learner: { received: learners.received, out: learners.ties.out },
          },
          { claimId: claimIdOf(claim), endorserId: endorser.id, learnerId: claim.learner.id, now },
        ),
      }
    },
    /** An endorsement reaches the summaries. */
    record(claim: OpenClaim, { endorserId, verdict, givenAt, facts }: Endorsement): void {
      if (verdict !== 'endorse') return
      const seconds = toEpochSeconds(givenAt)
      const [claimId, learnerId] = [claimIdOf(claim), claim.learner.id]
      const [endorser, learner] = [of(endorserId), of(learnerId)]
      endorser.given = addToMonth(endorser.given, givenAt)
      tally = recountTally(tally, endorserId, { before: undefined, after: givenAt }, endorser.given)
      endorser.endorsedAt.set(learnerId, givenAt)
      learner.received = addReceived(learner.received, { endorserId, claimId, day: toEpochDays(givenAt) })
      for (const [id, more] of spreadTie(endorserId, learnerId, seconds, endorser.ties.in, learner.ties.out)) {
        const one = of(id)
        one.ties = { out: addTies(one.ties.out, more.out, seconds), in: addTies(one.ties.in, more.in, seconds) }
      }
      if ((facts.reach ?? 0) > 0 && !vouched.has(claimId)) {
        vouched.add(claimId)
        endorser.standing = { ...endorser.standing, used: usedOnce(endorser.standing.used, quarterOf(givenAt)) }
      }
    },
    /** A badge is given: those who counted and whom trust reached hand it on. */
    award(claim: OpenClaim, counted: readonly Endorsement[]): void {
      const learner = of(claim.learner.id)
      for (const { endorserId, facts } of counted) {
        if ((facts.reach ?? 0) <= 0) continue
        const giver = of(endorserId)
        const grant = grantFrom(
          { id: endorserId, standing: giver.standing },
          { id: claim.learner.id, standing: learner.standing },
          claimIdOf(claim),
          panelIds,
        )
        if (grant === undefined) continue
        learner.standing = { ...learner.standing, grants: addGrant(learner.standing.grants, grant, panelIds) }
        const { from, ...handed } = grant
        if (from !== grant.root)
          giver.standing = {
            ...giver.standing,
            handed: [...giver.standing.handed, { ...handed, to: claim.learner.id }],
          }
      }
    },
    memberOf: (person: Person): Member => ({
      id: person.id,
      community: COMMUNITY,
      name: person.id,
      role: 'member',
      circles: person.circles,
      languages: [],
      skills: [],
      identifiers: [],
      joinedAt: memberFacts(person).memberSince,
      version: 1,
      ...(person.sameAddressAs === undefined ? {} : { person: person.sameAddressAs }),
    }),
    claimOf: ({ plan, learner, version }: OpenClaim): Claim => ({
      id: `claim${plan.index}`,
      community: COMMUNITY,
      achievementId: 'craft',
      achievementVersion: 1,
      learnerId: learner.id,
      collaborators: [],
      ...(learner.sameAddressAs === undefined ? {} : { learnerPerson: learner.sameAddressAs }),
      identify: [],
      subjectId: 'urn:uuid:00000000-0000-4000-8000-000000000000',
      credentialId: `badge${plan.index}`,
      status: 'open',
      evidenceVersion: version,
      evidenceDigest: '',
      openedAt: instantAt(plan.opens),
      round: 0,
      salt: '',
      version: 1,
    }),
  }
}

const usedOnce = (used: Standing['used'], quarter: string): Standing['used'] => ({
  quarter,
  units: (used.quarter === quarter ? used.units : 0) + 1,
})
