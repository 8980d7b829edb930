import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseXml } from '../../functions/adapters/xml/xmldom-parser.ts'
import { bakePng } from '../../functions/domain/baking/bake-png.ts'
import { bakeSvg } from '../../functions/domain/baking/bake-svg.ts'
import { type VerificationReport, VerificationReportSchema } from '../../schemas/verification-report.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { aSignedBadge, asSigned, type Path, placesIn, replaced } from '../support/fuzz-badge.ts'
import { aPng } from '../support/png.ts'
import { aKeyWallet, signPayload } from '../support/wallet.ts'

let app: TestApp
let badge: Awaited<ReturnType<typeof aSignedBadge>>
let places: readonly Path[]

beforeAll(async () => {
  app = await startApp()
  badge = await aSignedBadge()
  places = placesIn(badge)
})
afterAll(() => expect(app.logged.filter(({ code }) => code === 'internal_error')).toEqual([]))

/** Sends anything as anything. Whatever it is, the answer is a report or says what was wrong with the request. */
async function send(body: string | Uint8Array<ArrayBuffer>, type: string): Promise<VerificationReport | undefined> {
  const answer = await app.fetch(
    new Request('https://badges.example.org/v1/verifications', {
      method: 'POST',
      headers: { 'content-type': type },
      body,
    }),
  )
  const text = await answer.text()
  expect([200, 400, 413, 415]).toContain(answer.status)
  return answer.status === 200 ? VerificationReportSchema.parse(JSON.parse(text)) : undefined
}

const sendJson = (document: unknown) => send(JSON.stringify(document), 'application/vc')
const isVerified = (report: VerificationReport | undefined) => report?.outcome === 'verified'

/** A pass may only differ from what was signed in what DI-12 leaves open, and says so of order. */
function expectOnlyUnsignedOrder(report: VerificationReport | undefined, mutated: unknown): void {
  if (!report || !isVerified(report)) return
  expect(asSigned(mutated)).toEqual(asSigned(badge))
  if (JSON.stringify(mutated) !== JSON.stringify(badge))
    expect(report.checks.map(({ code }) => code)).toContain('ORDER_UNSIGNED')
}

const place = () => fc.nat().map((at) => places[at % places.length] ?? [])
const json = () => fc.jsonValue({ maxDepth: 3 })
const shuffled = (seed: number) => (old: unknown) =>
  Array.isArray(old) && old.length > 1
    ? [...old.slice(1 + (seed % (old.length - 1))), ...old.slice(0, 1 + (seed % (old.length - 1)))]
    : old

/** One change of a document at one place. */
const mutation = (): fc.Arbitrary<(document: unknown) => unknown> =>
  fc.oneof(
    fc.tuple(place(), json()).map(
      ([path, value]) =>
        (document: unknown) =>
          replaced(document, path, () => value),
    ),
    place().map((path) => (document: unknown) => replaced(document, path, () => undefined)),
    fc.tuple(place(), fc.nat()).map(
      ([path, seed]) =>
        (document: unknown) =>
          replaced(document, path, shuffled(seed)),
    ),
    place().map((path) => (document: unknown) => replaced(document, path, (old) => [old, old])),
    place().map((path) => (document: unknown) => replaced(document, path, (old) => [old])),
    place().map(
      (path) => (document: unknown) =>
        replaced(document, path, (old) => (Array.isArray(old) && old.length === 1 ? old[0] : old)),
    ),
    place().map(
      (path) => (document: unknown) =>
        replaced(document, path, (old) =>
          typeof old === 'number' ? String(old) : Array.isArray(old) ? [...old, ...old] : old,
        ),
    ),
    fc.tuple(place(), fc.string({ maxLength: 12 }), json()).map(
      ([path, key, value]) =>
        (document: unknown) =>
          replaced(document, path, (old) =>
            typeof old === 'object' && old !== null && !Array.isArray(old) ? { ...old, [key]: value } : old,
          ),
    ),
    fc.tuple(place(), place()).map(
      ([from, to]) =>
        (document: unknown) =>
          replaced(document, to, () => valueAt(document, from)),
    ),
  )

const valueAt = (document: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    document,
  )

describe('whatever is sent to be verified', () => {
  it('VER-13: any JSON gets a report, and only a signed badge is verified', async () => {
    await fc.assert(
      fc.asyncProperty(json(), async (document) => {
        const report = await sendJson(document)
        expect(isVerified(report)).toBe(false)
      }),
      { numRuns: 150 },
    )
  })

  it('any JSON in the place of a credential, its parts, and a whole request', async () => {
    await fc.assert(
      fc.asyncProperty(
        json(),
        fc.constantFrom('credential', 'url', 'items', 'recipient', 'receipt'),
        async (value, name) => {
          expect(isVerified(await send(JSON.stringify({ [name]: value }), 'application/json'))).toBe(false)
        },
      ),
      { numRuns: 150 },
    )
  })

  it('DI-06, DI-12: a signed badge that was changed in one place is not verified, unless it says the same', async () => {
    expect(isVerified(await sendJson(badge))).toBe(true)
    await fc.assert(
      fc.asyncProperty(mutation(), async (mutate) => {
        const mutated = mutate(badge)
        expectOnlyUnsignedOrder(await sendJson(mutated), mutated)
      }),
      { numRuns: 300 },
    )
  })

  it('DI-12, RES-06: a changed order is verified, and named as unsigned; with a warning where levels say no rank', async () => {
    const subject = ['credentialSubject', 'achievement']
    const levels = [...subject, 'resultDescription', 1, 'rubricCriterionLevel']
    const unranked = await aSignedBadge({ isRanked: false })
    for (const [given, path, status] of [
      [badge, [...subject, 'tag'], 'pass'],
      [badge, ['evidence'], 'pass'],
      [badge, levels, 'pass'],
      [unranked, levels, 'warn'],
    ] as const) {
      const report = await sendJson(replaced(given, path, shuffled(1)))
      expect(report?.outcome).toBe('verified')
      const said = report?.checks.filter((check) => check.code === 'ORDER_UNSIGNED' && check.status === status)
      expect(said?.some(({ message, pointer }) => `${pointer} ${message}`.includes(`/${path.join('/')}`))).toBe(true)
    }
    const allowed = [...subject, 'resultDescription', 1, 'allowedValue']
    expect((await sendJson(replaced(badge, allowed, shuffled(1))))?.outcome).toBe('not-verified')
  })

  it('a JWT that was changed in any letter is not verified', async () => {
    const wallet = await aKeyWallet()
    const { proof: _proof, ...unsecured } = badge
    const credential = { ...unsecured, issuer: { id: wallet.did, type: ['Profile'], name: 'Weavers’ Guild' } }
    const claims = {
      iss: wallet.did,
      jti: badge['id'],
      sub: valueAt(badge, ['credentialSubject', 'id']),
      nbf: Date.parse(String(badge['validFrom'])) / 1000,
    }
    const jwt = await signPayload(wallet, JSON.stringify({ ...credential, ...claims }))
    expect(isVerified(await send(jwt, 'application/jwt'))).toBe(true)
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ \n"'
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(), fc.nat(2), async (at, letter, kind) => {
        const position = at % jwt.length
        const other = letters[letter % letters.length] ?? ''
        const tail = jwt.slice(position + (kind === 2 ? 0 : 1))
        const mutated = jwt.slice(0, position) + (kind === 0 ? '' : other) + tail
        const report = await send(mutated, 'application/jwt')
        if (mutated.trim() !== jwt) expect(isVerified(report)).toBe(false)
      }),
      { numRuns: 200 },
    )
    await fc.assert(
      fc.asyncProperty(fc.array(fc.base64String({ maxLength: 60 }), { minLength: 1, maxLength: 6 }), async (parts) => {
        expect(isVerified(await send(parts.join('.'), 'text/plain'))).toBe(false)
      }),
      { numRuns: 80 },
    )
  })

  it('PNG-06: a baked PNG with other bytes is verified only as the very badge that was baked in', async () => {
    const text = JSON.stringify(badge)
    const baked = bakePng(aPng(), text)
    if (!baked.ok) throw new Error(baked.error.code)
    await expectBytesHold(baked.value, 'image/png', text)
  })

  it('SVG-04: a baked SVG with other bytes is verified only as a badge that says the same', async () => {
    const text = JSON.stringify(badge)
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><path d="M0 0h1v1z"/></svg>'
    const baked = bakeSvg(parseXml, svg, text, 'embedded')
    if (!baked.ok) throw new Error(baked.error.code)
    await expectBytesHold(new TextEncoder().encode(baked.value), 'image/svg+xml', text)
  })

  it('any bytes under any type', async () => {
    const types = ['image/png', 'image/svg+xml', 'application/jwt', 'text/plain', 'application/vc', 'application/json']
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 400 }),
        fc.constantFrom(...types),
        fc.nat(3),
        async (bytes, type, start) => {
          const beginnings = [
            [],
            [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
            [...Buffer.from('<svg ')],
            [...Buffer.from('{"')],
          ]
          const whole = new Uint8Array([...(beginnings[start] ?? []), ...bytes])
          expect(isVerified(await send(whole, type))).toBe(false)
        },
      ),
      { numRuns: 200 },
    )
  })
})

/** Flips, cuts, doubles and inserts bytes. */
async function expectBytesHold(baked: Uint8Array, type: string, text: string): Promise<void> {
  const original = await send(new Uint8Array(baked), type)
  expect(original?.outcome).toBe('verified')
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.nat(255), fc.nat(3), async (at, value, kind) => {
      const position = at % baked.length
      const head = baked.slice(0, position)
      const mutated =
        kind === 0
          ? head
          : kind === 1
            ? Uint8Array.of(...head, value, ...baked.slice(position + 1))
            : kind === 2
              ? Uint8Array.of(...head, value, ...baked.slice(position))
              : Uint8Array.of(...head, ...baked.slice(position), ...baked.slice(position))
      const report = await send(mutated, type)
      if (isVerified(report) && report?.presented?.digest !== original?.presented?.digest)
        expect(report?.credential, text.slice(0, 80)).toEqual(original?.credential)
    }),
    { numRuns: 150 },
  )
}
