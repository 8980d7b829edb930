import { beforeAll, describe, expect, it } from 'vitest'
import { dynamoClaimStore } from '../../../../functions/adapters/dynamodb/claim-store.ts'
import { dynamoEndorsementStore } from '../../../../functions/adapters/dynamodb/endorsement-store.ts'
import { dynamoSignedEndorsementStore } from '../../../../functions/adapters/dynamodb/signed-endorsement-store.ts'
import { dynamoUndoStore } from '../../../../functions/adapters/dynamodb/undo-store.ts'
import type { Claim } from '../../../../functions/domain/endorsement/claim.ts'
import type { Endorsement } from '../../../../functions/domain/endorsement/endorsement.ts'
import type { ClaimStore } from '../../../../functions/ports/claim-store.ts'
import type { SignedEndorsement, SignedEndorsementStore } from '../../../../functions/ports/credential-store.ts'
import type { EndorsementStore } from '../../../../functions/ports/endorsement-store.ts'
import type { UndoStore } from '../../../../functions/ports/undo-store.ts'
import { NOW, someFacts } from '../../../support/builders.ts'
import { freshTable } from '../../../support/dynamodb.ts'
import {
  anEndorsementOf,
  anEvent,
  anIdempotencyKey,
  openClaimOf,
  tally,
  tenAtOnce,
  unwrap,
} from '../../../support/store-examples.ts'

let claims: ClaimStore
let endorsements: EndorsementStore
let signed: SignedEndorsementStore
let store: UndoStore
beforeAll(async () => {
  const deps = { ...(await freshTable()), now: () => NOW }
  claims = dynamoClaimStore(deps)
  endorsements = dynamoEndorsementStore(deps)
  signed = dynamoSignedEndorsementStore(deps)
  store = dynamoUndoStore(deps)
})

const eventOf = (claim: Claim, name: string) => anEvent(`${claim.id} ${name}`, { claimId: claim.id })
const give = async (claim: Claim, endorser: string, changes: Partial<Endorsement> = {}) => {
  const endorsement = anEndorsementOf(claim, endorser, changes)
  unwrap(await endorsements.give(endorsement, { comment: 'Even.' }, eventOf(claim, `give ${endorsement.id}`)))
  return endorsement
}
const revise = async (claim: Claim, from: Endorsement, changes: Partial<Endorsement> = {}) => {
  const to = { ...from, version: from.version + 1, revised: true as const, ...changes }
  const guard = { kind: 'unchanged', claim } as const
  unwrap(await endorsements.change(from, to, { comment: 'Wrong.' }, eventOf(claim, `revise ${to.version}`), guard))
  return to
}
const undo = (claim: Claim, from: Endorsement, before?: Endorsement, keepsSigned = false, name = '') =>
  store.undo({
    from,
    restored: before && { before, next: restoredFrom(from, before) },
    keepsSigned,
    event: eventOf(claim, `undo ${from.version} ${name}`),
    guard: { kind: 'unchanged', claim },
    seen: new Map(),
  })
const restoredFrom = (from: Endorsement, before: Endorsement): Endorsement => ({
  ...before,
  version: from.version + 1,
  previous: before.previous ?? before.version - 1,
})
const signedOf = ({ id, endorserId, version }: Endorsement, text: string): SignedEndorsement => ({
  endorsementId: id,
  endorserId,
  evidenceVersion: 1,
  version,
  form: 'embedded',
  signer: 'did:key:z6MkExample',
  text,
  signedAt: NOW,
})
const keep = (claim: Claim, endorsement: Endorsement, text: string) =>
  signed.keep(endorsement, signedOf(endorsement, text), claim.credentialId)

describe('undo', () => {
  it('takes out endorsement, words and signature, and the next one begins anew', async () => {
    const claim = await openClaimOf(claims, 'undone')
    const wrong = await give(claim, 'ana')
    await keep(claim, wrong, '{"n":1}')
    expect((await undo(claim, wrong)).ok).toBe(true)
    expect(await endorsements.load(claim.id, 1)).toEqual([])
    expect(await endorsements.loadEarlier(claim.id, 1)).toEqual([])
    expect((await endorsements.loadTexts([wrong])).size).toBe(0)
    expect([await signed.load(claim.id, 1), await signed.locate(wrong.id)]).toEqual([[], undefined])
    const right = await give(claim, 'ana', { id: `${wrong.id.slice(0, -1)}Z` })
    expect(await endorsements.load(claim.id, 1)).toEqual([right])
  })

  it('takes out what did not fit into one item', async () => {
    const claim = await openClaimOf(claims, 'wide')
    const circles = Array.from({ length: 50 }, (_, n) => `circle-${n}`.padEnd(63, 'x'))
    const wide = await give(claim, 'ana', { facts: someFacts({ circles }) })
    const narrow = await revise(claim, wide, { facts: someFacts() })
    unwrap(await undo(claim, narrow, wide))
    expect(await endorsements.load(claim.id, 1)).toEqual([restoredFrom(narrow, wide)])
    expect(await endorsements.loadEarlier(claim.id, 1)).toEqual([])
    unwrap(await undo(claim, restoredFrom(narrow, wide)))
    expect(await endorsements.load(claim.id, 1)).toEqual([])
  })

  it('keeps no signature of it that comes afterwards', async () => {
    const claim = await openClaimOf(claims, 'signed late')
    const wrong = await give(claim, 'ana')
    unwrap(await undo(claim, wrong))
    await keep(claim, wrong, '{"late":true}')
    expect(await signed.load(claim.id, 1)).toEqual([])
    const right = await give(claim, 'ana', { id: `${wrong.id.slice(0, -1)}Z` })
    expect(await keep(claim, right, '{"right":true}')).toMatchObject({ text: '{"right":true}' })
  })

  it('lets a signature that was left behind give way to that of the endorsement given since', async () => {
    const claim = await openClaimOf(claims, 'left behind')
    const wrong = await give(claim, 'ana')
    await keep(claim, wrong, '{"wrong":true}')
    unwrap(await undo(claim, wrong, undefined, true))
    const right = await give(claim, 'ana', { id: `${wrong.id.slice(0, -1)}Z` })
    await keep(claim, right, '{"right":true}')
    expect(await signed.load(claim.id, 1)).toMatchObject([{ endorsementId: right.id, text: '{"right":true}' }])
  })

  it('restores the version before with its words and exactly what was signed of it', async () => {
    const claim = await openClaimOf(claims, 'restored')
    const first = await give(claim, 'ana')
    await keep(claim, first, '{"by":"wallet"}')
    const wrong = await revise(claim, first)
    await keep(claim, wrong, '{"wrong":true}')
    unwrap(await undo(claim, wrong, first))
    const restored = restoredFrom(wrong, first)
    expect(await endorsements.load(claim.id, 1)).toEqual([restored])
    expect(await endorsements.loadTexts([restored])).toEqual(new Map([[first.id, { comment: 'Even.' }]]))
    expect(await signed.load(claim.id, 1)).toEqual([signedOf(restored, '{"by":"wallet"}')])
  })

  it('leaves to an issued badge what it may embed', async () => {
    const claim = await openClaimOf(claims, 'issued', { status: 'issued', decidedAt: NOW, issuedAt: NOW })
    const first = await give(claim, 'ana')
    await keep(claim, first, '{"first":true}')
    const wrong = await revise(claim, first)
    await keep(claim, wrong, '{"second":true}')
    unwrap(await undo(claim, wrong, first, true))
    expect((await signed.load(claim.id, 1)).map(({ version }) => version)).toEqual([1, 2, 3])
  })

  it('is stale when the endorsement or the claim moved on, and leaves everything as it was', async () => {
    const claim = await openClaimOf(claims, 'moved on')
    const first = await give(claim, 'ana')
    const second = await revise(claim, first)
    expect(await undo(claim, first)).toMatchObject({ error: { code: 'stale' } })
    expect(await undo({ ...claim, status: 'met' }, second, first)).toMatchObject({ error: { code: 'stale' } })
    expect(await endorsements.load(claim.id, 1)).toEqual([second])
  })

  it('is done once of ten at once, and answers one key alike', async () => {
    const claim = await openClaimOf(claims, 'ten at once')
    const wrong = await give(claim, 'ana')
    expect(tally(await tenAtOnce((n) => undo(claim, wrong, undefined, false, String(n))))).toEqual({
      written: 1,
      stale: 9,
    })
    const again = await give(claim, 'ben')
    const guard = { kind: 'unchanged', claim } as const
    const sent = { from: again, keepsSigned: false, event: eventOf(claim, 'keyed'), guard, seen: new Map() }
    const key = anIdempotencyKey('undo')
    expect(unwrap(await store.undo(sent, key))).toEqual({ kind: 'written' })
    expect(unwrap(await store.undo(sent, key))).toEqual({ kind: 'replayed', id: again.id })
  })
})
