import type { ObjectionView } from '../../schemas/objection.ts'
import type { Member } from '../domain/community/member.ts'
import type { Votes } from '../domain/dispute/decide-panel.ts'
import { mayLead } from '../domain/dispute/draw-panel.ts'
import { type Objection, sitting } from '../domain/dispute/objection.ts'
import type { Claim } from '../domain/endorsement/claim.ts'
import type { Id } from '../domain/shared/ids.ts'
import { publicUrls } from '../domain/shared/public-urls.ts'

/** Who reads: a member, or a key that acts for nobody. */
export type Reader = Pick<Member, 'id' | 'role'> | undefined

/** Everything the view of an objection is made of. */
export interface ObjectionViewParts {
  readonly objection: Objection
  readonly claim: Pick<Claim, 'learnerId'>
  readonly votes: Votes
  readonly words: { readonly reasons: ReadonlyMap<Id, string>; readonly votes: ReadonlyMap<Id, string> }
  readonly reader: Reader
  readonly publicUrl: string
}

/**
 * An objection as its reader may see it. The reasons are for the learner, the panel, and owners and facilitators; who objected is for
 * the last two and themself; how the panel voted is for nobody until it is settled, and never with names.
 */
export function toObjectionView({
  objection,
  claim,
  votes,
  words,
  reader,
  publicUrl,
}: ObjectionViewParts): ObjectionView {
  const { id, claimId, kind, status, against, raisedAt, decideBy, seed, draws, settlement } = objection
  const seat = objection.seats.find(({ memberId }) => memberId === reader?.id)
  const panel = sitting(objection)
  return {
    id,
    claim: claimId,
    kind,
    status,
    ...(against === undefined ? {} : { against }),
    raisedAt,
    ...(decideBy === undefined || settlement !== undefined ? {} : { decideBy }),
    ...toReasons(objection, claim, words.reasons, reader),
    seed,
    draws: draws.map(({ candidates, ...draw }) => ({ ...draw, candidates: candidates.map((one) => ({ ...one })) })),
    voted: panel.filter(({ votedAt }) => votedAt !== undefined).length,
    panel: panel.length,
    ...(seat === undefined
      ? {}
      : {
          seat: {
            ...voteOf(votes.get(seat.memberId)),
            declined: seat.declinedAt !== undefined,
            replaced: seat.replacedAt !== undefined,
          },
        }),
    ...(settlement === undefined ? {} : { settlement }),
    ...(settlement === undefined || !readsWords(objection, claim, reader)
      ? {}
      : { votes: toVotes(objection, votes, words.votes) }),
    outcomeUrl: publicUrls(publicUrl).objection(id),
  }
}

const voteOf = (vote: 'upheld' | 'dismissed' | undefined) => (vote === undefined ? {} : { vote })

const readsWords = (objection: Objection, { learnerId }: Pick<Claim, 'learnerId'>, reader: Reader): boolean =>
  reader === undefined ||
  mayLead(reader) ||
  reader.id === learnerId ||
  sitting(objection).some(({ memberId }) => memberId === reader.id)

function toReasons(
  objection: Objection,
  claim: Pick<Claim, 'learnerId'>,
  reasons: ReadonlyMap<Id, string>,
  reader: Reader,
): Pick<ObjectionView, 'reasons'> {
  const readsAll = readsWords(objection, claim, reader)
  const shown = objection.objectors.filter(({ memberId }) => readsAll || memberId === reader?.id)
  if (shown.length === 0) return {}
  return {
    reasons: shown.map(({ memberId, grounds, at }) => {
      const reason = reasons.get(memberId)
      const isNamed = objection.kind === 'appeal' || memberId === reader?.id || namesObjectors(claim, reader)
      return {
        ...(reason === undefined ? {} : { reason }),
        ...(grounds === undefined ? {} : { grounds }),
        at,
        ...(isNamed ? { objector: memberId } : {}),
      }
    }),
  }
}

/** Whoever has to deal with abuse sees who objected; never the learner, even one who is an owner or facilitator. */
const namesObjectors = ({ learnerId }: Pick<Claim, 'learnerId'>, reader: Reader): boolean =>
  reader === undefined || (mayLead(reader) && reader.id !== learnerId)

const toVotes = ({ seats }: Objection, votes: Votes, reasons: ReadonlyMap<Id, string>) =>
  seats
    .flatMap(({ memberId, votedAt: at }) => {
      const vote = votes.get(memberId)
      const reason = reasons.get(memberId)
      return vote === undefined || at === undefined ? [] : { vote, ...(reason === undefined ? {} : { reason }), at }
    })
    .sort((a, b) => (a.at < b.at ? -1 : 1))
