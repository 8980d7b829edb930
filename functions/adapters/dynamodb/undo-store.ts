import { z } from 'zod'
import type { Claim } from '../../domain/endorsement/claim.ts'
import type { ClaimEvent } from '../../domain/endorsement/claim-event.ts'
import type { Endorsement } from '../../domain/endorsement/endorsement.ts'
import { isEndorsing } from '../../domain/endorsement/known-facts.ts'
import { err } from '../../domain/shared/result.ts'
import type { EndorsementUndoing, UndoStore } from '../../ports/undo-store.ts'
import { putEvent } from './claim-items.ts'
import { countParts, toEndorsementItems } from './endorsement-items.ts'
import { earlier, guardItem, newest, removeSurplusParts, textsKey } from './endorsement-store.ts'
import { undoDrawn } from './giving-facts/drawn.ts'
import { peopleOf, takeBackPair } from './giving-facts/pair.ts'
import { writeOnce } from './idempotency.ts'
import { itemAt } from './items-by-key.ts'
import { keys } from './keys.ts'
import { loadBatch, loadItem } from './reads.ts'
import type { StoreDeps } from './store-deps.ts'
import type { TransactItem, TransactItems } from './transact.ts'
import { ifVersion, put, remove } from './writes.ts'

/**
 * Undoing in DynamoDB. Of what is undone for good, a place under its id says that there is none, so that a signature which
 * is just being made of it cannot be kept; and issuance is sent to look at the claim, since no deletion wakes it.
 *
 * @throws StoreOverloaded when the table does not answer in time.
 */
export const dynamoUndoStore = (deps: StoreDeps): UndoStore => ({
  async undo({ from, restored, keepsSigned, event, guard, seen }, idempotency) {
    const claim = guard.kind === 'reopened' ? guard.change.to : guard.claim
    const items: TransactItems<string> = {
      pair: await pairItem(deps, from, restored?.next, claim),
      asked: undoDrawn(from, restored?.next, event.at, itemAt(seen)),
      texts: remove(textsKey(from)),
      signed: keepsSigned ? undefined : remove(signedKey(from)),
      event: putEvent(event),
      claim: guardItem(guard),
      reopened: guard.kind === 'reopened' ? putEvent(guard.event) : undefined,
      ...(restored ? await restoreItems(deps, from, restored, keepsSigned) : goneItems(from, event)),
    }
    return writeOnce(deps, {
      id: from.id,
      idempotency,
      items,
      refuse: () => err({ code: 'stale', detail: 'The endorsement or its claim changed meanwhile; read them again.' }),
    })
  },
})

/** Two people are to each other what they were before, when it was an `endorse` that is undone. */
async function pairItem(deps: StoreDeps, from: Endorsement, next: Endorsement | undefined, claim: Claim) {
  if (!isEndorsing(from) || (next && isEndorsing(next))) return undefined
  const people = peopleOf(from, claim)
  const pair = await loadItem(deps, keys.pair(people.endorser, people.learner), RawItemSchema)
  return takeBackPair(pair, people, from.changedAt)
}

const RawItemSchema = z.record(z.string(), z.unknown())

const signedKey = ({ claimId, evidenceVersion, endorserId, version }: Endorsement) =>
  keys.signedEndorsement(claimId, evidenceVersion, endorserId, version)

const goneItems = (from: Endorsement, { claimId, at }: ClaimEvent) => ({
  endorsement: remove(newest(from).head, ifVersion(from.version)),
  surplus: removeSurplusParts(from, 0),
  place: put({ ...keys.endorsementPointer(from.id), entity: 'endorsement-pointer', undoneAt: at }),
  nudge: put({ ...keys.nudge(claimId), entity: 'nudge', claimId, at }),
})

const MovedSchema = z.looseObject({ entity: z.enum(['signed-endorsement', 'endorsement-texts']) })

/** Puts the version before in place again; its words and what was signed of it go along to its new number. */
async function restoreItems(
  deps: StoreDeps,
  from: Endorsement,
  { before, next }: NonNullable<EndorsementUndoing['restored']>,
  keepsSigned: boolean,
) {
  const [head, ...parts] = toEndorsementItems(newest(next), next)
  const old = earlier(before)
  const moved = await loadBatch(deps, [textsKey(before), signedKey(before)])
  return {
    endorsement: put(head, ifVersion(from.version)),
    parts: parts.map((part) => put(part)),
    surplus: removeSurplusParts(from, parts.length),
    moved: moved.map((item): TransactItem => {
      const { entity, ...rest } = MovedSchema.parse(item)
      return entity === 'signed-endorsement'
        ? put({ ...rest, entity, ...signedKey(next), version: next.version })
        : put({ ...rest, entity, ...textsKey(next) })
    }),
    left: [
      remove(old.head),
      ...Array.from({ length: countParts(old, before) }, (_, index) => remove(old.part(index + 1))),
      remove(textsKey(before)),
      ...(keepsSigned ? [] : [remove(signedKey(before))]),
    ],
  }
}
