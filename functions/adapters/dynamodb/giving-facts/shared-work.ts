import { z } from 'zod'
import type { Claim } from '../../../domain/endorsement/claim.ts'
import type { Id } from '../../../domain/shared/ids.ts'
import { itemAt, loadByKey } from '../items-by-key.ts'
import { keys } from '../keys.ts'
import { parseItem } from '../reads.ts'
import type { TableDeps } from '../store-deps.ts'
import type { TransactItem } from '../transact.ts'
import { personAt } from './accounts.ts'
import type { GivingFact } from './giving-fact.ts'
import { pairsOf } from './pair.ts'

const TogetherSchema = z.object({ together: z.set(z.string()).optional() })

type Work = Pick<Claim, 'achievementId' | 'challengeId'>

/** What a claim is about, short: the ends of ids, which are random. One that belongs to a challenge is about that too. */
const tagsOf = ({ achievementId, challengeId }: Work): readonly string[] =>
  [achievementId, ...(challengeId === undefined ? [] : [challengeId])].map((id) => id.slice(-10))

/**
 * Whether a claim of one of them, for the same achievement or in the same challenge, named the other as sharing the work. What
 * they hand in apart may be the same work then, whomever the claim at hand names.
 */
export const sharesWork: GivingFact = {
  keys: pairsOf,
  read(giving, at) {
    const together = pairsOf(giving, at).flatMap((key) => {
      const item = at(key)
      return item === undefined ? [] : [...(parseItem(TogetherSchema, item).together ?? [])]
    })
    return tagsOf(giving.claim).some((tag) => together.includes(tag)) ? { sharesWork: true } : {}
  },
}

/**
 * Notes of the learner of a new claim and each whom it names what they did together: of no others, since a claim speaks for its
 * learner alone. It stays when the claim is withdrawn: else shared work could be disowned for as long as it is judged.
 */
export async function noteSharedWork(deps: TableDeps, claim: Claim): Promise<readonly TransactItem[]> {
  const { learnerId, learnerPerson = learnerId, collaborators } = claim
  if (collaborators.length === 0) return []
  const at = itemAt(await loadByKey(deps, collaborators.map(keys.member)))
  const people = new Set(collaborators.map((id) => personAt(at, id)))
  people.delete(learnerPerson)
  return [...people].map((personId) => addTogether(learnerPerson, personId, tagsOf(claim)))
}

const addTogether = (one: Id, other: Id, tags: readonly string[]): TransactItem => ({
  Update: {
    TableName: '',
    Key: keys.pair(one, other),
    UpdateExpression: 'SET #entity = :entity ADD together :tags',
    ExpressionAttributeNames: { '#entity': 'entity' },
    ExpressionAttributeValues: { ':entity': 'pair', ':tags': new Set(tags) },
  },
})
