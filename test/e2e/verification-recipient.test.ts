import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { jsonLog } from '../../functions/adapters/logging/json-log.ts'
import { assembleVerification } from '../../functions/lambdas/assemble-verification.ts'
import type { JsonObject } from '../../functions/ports/proofs.ts'
import { digests } from '../support/builders.ts'
import { everyItem } from '../support/every-item.ts'
import { type FakeWeb, outboundTo } from '../support/fake-web.ts'
import { BASE_URL } from '../support/issuance-scenario.ts'
import { anIssuedBadge, type BadgeWorkshop, openWorkshop } from '../support/issued-badge.ts'
import { present, presentJson, troublesOf } from '../support/present.ts'
import { signAsCommunity } from '../support/sign-as-community.ts'

const MAIL = 'asha.secret@example.org'
const web: FakeWeb = new Map()
const logged: string[] = []

let workshop: BadgeWorkshop
let app: ReturnType<typeof assembleVerification>
/** Given to the hashed address {@link MAIL}. */
let badge: JsonObject
let unnamed: JsonObject
let jwt: string

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

beforeAll(async () => {
  workshop = await openWorkshop()
  const { claim } = await anIssuedBadge(workshop)
  const stored = await workshop.stores.credentials.load(claim.credentialId)
  unnamed = JSON.parse(stored?.text ?? '')
  jwt = stored?.jwt?.text ?? ''
  const named = JSON.parse(stored?.text ?? '')
  named.credentialSubject.identifier = [
    {
      type: 'IdentityObject',
      hashed: true,
      identityHash: `sha256$${sha256(`${MAIL}salt`)}`,
      identityType: 'emailAddress',
      salt: 'salt',
    },
  ]
  badge = await signAsCommunity(workshop, named)
  app = assembleVerification({
    ...workshop.table,
    keys: workshop.keys,
    publicUrl: BASE_URL,
    adminTokenSha256: digests.sha256Hex('not used here'),
    log: jsonLog((line) => logged.push(line)),
    outbound: outboundTo(web),
  })
})

afterAll(() => workshop.close())

const ask = async (credential: unknown, type: string, value: string) => {
  const report = (await presentJson(app, { credential, recipient: { type, value } })).report()
  const { recipient } = report
  return { outcome: report.outcome, recipient: recipient?.outcome, codes: recipient ? troublesOf(recipient) : [] }
}

describe('the recipient of a badge', () => {
  it('RCP-01, GAP-12: is whom the employer knows, by a hashed e-mail address', async () => {
    expect(await ask(badge, 'emailAddress', MAIL)).toEqual({ outcome: 'verified', recipient: 'matched', codes: [] })
    expect(await ask(badge, 'emailAddress', MAIL.toUpperCase())).toMatchObject({ recipient: 'matched' })
  })

  it('ID-08: is told to have matched in small letters', async () => {
    const report = async (value: string) =>
      (await presentJson(app, { credential: badge, recipient: { type: 'emailAddress', value } })).report().recipient
        ?.checks[0]
    const asIs = await report(MAIL)
    const lower = await report(MAIL.toUpperCase())
    expect([asIs?.status, lower?.status]).toEqual(['pass', 'pass'])
    expect(lower?.message).toContain('small letters')
    expect(asIs?.message).not.toContain('small letters')
  })

  it('RCP-02: is whom the employer knows, by the id of the subject, also of a JWT', async () => {
    const subject = badge['credentialSubject'] as { id: string } // as it was issued
    for (const credential of [badge, jwt]) {
      expect(await ask(credential, 'id', subject.id)).toEqual({ outcome: 'verified', recipient: 'matched', codes: [] })
      expect(await ask(credential, 'id', `${subject.id}x`)).toMatchObject({ recipient: 'not-matched' })
    }
  })

  it('RCP-04: is someone else, and the badge is verified all the same', async () => {
    expect(await ask(badge, 'emailAddress', 'someone@example.org')).toEqual({
      outcome: 'verified',
      recipient: 'not-matched',
      codes: ['recipient fail RECIPIENT_MISMATCH'],
    })
    expect(await ask(badge, 'name', 'Asha')).toEqual({
      outcome: 'verified',
      recipient: 'not-matched',
      codes: ['recipient fail RECIPIENT_NOT_NAMED'],
    })
    expect(await ask(unnamed, 'emailAddress', MAIL)).toMatchObject({ outcome: 'verified', recipient: 'not-matched' })
  })

  it('RCP-06: is unknown where only a hash of another kind names them', async () => {
    const odd = JSON.parse(JSON.stringify(badge))
    odd.credentialSubject.identifier[0].identityHash = `sha512$${sha256(MAIL)}`
    expect(await ask(odd, 'emailAddress', MAIL)).toEqual({
      outcome: 'not-verified',
      recipient: 'undetermined',
      codes: [
        'recipient skip RECIPIENT_UNKNOWN',
        'recipient warn IDENTITY_HASH_UNKNOWN',
        'recipient warn CREDENTIAL_NOT_VERIFIED',
      ],
    })
  })

  it('is cautioned about when the badge itself does not hold, and unknown when none can be read', async () => {
    expect(await ask({ ...badge, name: 'Master weaver' }, 'emailAddress', MAIL)).toEqual({
      outcome: 'not-verified',
      recipient: 'matched',
      codes: ['recipient warn CREDENTIAL_NOT_VERIFIED'],
    })
    // What a JWT says of itself is read as well when its signature does not hold.
    expect(await ask(`${jwt.slice(0, -10)}AAAAAAAAAA`, 'emailAddress', MAIL)).toMatchObject({
      outcome: 'not-verified',
      recipient: 'not-matched',
      codes: expect.arrayContaining(['recipient warn CREDENTIAL_NOT_VERIFIED']),
    })
    expect(await ask('hello', 'emailAddress', MAIL)).toEqual({
      outcome: 'not-verified',
      recipient: 'undetermined',
      codes: ['recipient skip RECIPIENT_UNKNOWN'],
    })
  })

  it('is looked for in each badge of a list and of a form', async () => {
    const recipient = { type: 'emailAddress', value: MAIL }
    const items = [{ credential: badge }, { credential: unnamed }, { credential: 'hello' }]
    const results = (await presentJson(app, { items, recipient })).results()
    expect(results.map(({ recipient: found }) => found?.outcome)).toEqual(['matched', 'not-matched', 'undetermined'])
    const form = new FormData()
    form.append('file', new Blob([JSON.stringify(badge)]), 'badge.json')
    form.append('recipientType', recipient.type)
    form.append('recipient', recipient.value)
    expect((await present(app, undefined, form)).report().recipient?.outcome).toBe('matched')
  })

  it('RCP-05: is never repeated: in no answer, also none that refuses, in no log, in no stored item, at no other host', async () => {
    const recipient = { type: 'emailAddress', value: MAIL }
    const answers = [
      await presentJson(app, { credential: badge, recipient }),
      await presentJson(app, { credential: 'hello', recipient }),
      await presentJson(app, { url: 'https://nowhere.example/', recipient }),
      await presentJson(app, { credential: badge, recipient: { ...recipient, type: 'shoeSize' } }),
      await presentJson(app, { credential: badge, recipient: { ...recipient, note: MAIL } }),
      await presentJson(app, { credential: badge, recipient: MAIL }),
      await presentJson(app, { recipient }),
      await presentJson(app, { credential: badge, recipient, url: MAIL }),
      await present(app, 'application/json', `{"recipient":{"type":"emailAddress","value":"${MAIL}"}`),
      await present(app, 'application/json', `{"recipient":{"type":"emailAddress","value":"${MAIL}" x`),
      await present(app, 'application/json', `{"recipient":{"value":"${MAIL}\\ud800","type":"emailAddress"}}`),
    ]
    for (const fields of [
      { recipient: MAIL, recipientType: 'shoeSize' },
      { recipient: MAIL, url: MAIL },
      { recipient: MAIL },
    ]) {
      const form = new FormData()
      for (const [name, value] of Object.entries(fields)) form.append(name, value)
      answers.push(await present(app, undefined, form))
    }
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, ...Array.from({ length: 11 }, () => 400)])
    expect(answers[3]?.text).toContain('a type of identifier that Open Badges names')
    for (const { text } of answers) expect(text.toLowerCase()).not.toContain('asha.secret')
    expect(logged.join('\n')).not.toContain('asha.secret')
    expect(JSON.stringify(await everyItem(workshop.table))).not.toContain('asha.secret')
  })
})
