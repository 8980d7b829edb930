import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { assemblePublic } from '../../functions/lambdas/assemble-public.ts'
import { BASE_URL, quietLog } from '../support/issuance-scenario.ts'
import { anIssuedBadge, type BadgeWorkshop, type EndorsedClaim, openWorkshop } from '../support/issued-badge.ts'

let workshop: BadgeWorkshop
let badge: EndorsedClaim
let app: ReturnType<typeof assemblePublic>
beforeAll(async () => {
  workshop = await openWorkshop()
  badge = await anIssuedBadge(workshop)
  app = assemblePublic({ ...workshop.table, publicUrl: BASE_URL, log: quietLog })
})
afterAll(() => workshop.close())
describe('x', () => {
  it('x', async () => {
    const res = await app.request(`/credentials/${badge.claim.credentialId}`, { headers: { accept: 'text/html' } })
    console.log(res.status, Object.fromEntries(res.headers), (await res.text()).slice(0, 6000))
    expect(1).toBe(1)
  })
})
