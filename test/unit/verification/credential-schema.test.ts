import { describe, expect, it } from 'vitest'
import { timedJsonSchemas } from '../../../functions/adapters/json-schema/timed-schemas.ts'
import type { WebAnswer, WebRequest } from '../../../functions/ports/web.ts'
import { checkCredentialSchemas } from '../../../functions/verification/check-credential-schema.ts'

const PUBLISHED = 'https://purl.imsglobal.org/spec/ob/v3p0/schema'
const OWN = 'https://badges.example/schema.json'
const ELSEWHERE = 'https://guild.example/schema.json'
const TYPE = '1EdTechJsonSchemaValidator2019'

interface Asked {
  readonly said: readonly string[]
  readonly urls: readonly string[]
  readonly requests: readonly WebRequest[]
}

async function check(
  credentialSchema: unknown,
  answer: WebAnswer = { kind: 'absent', status: 404 },
  kind: 'badge' | 'endorsement' = 'badge',
): Promise<Asked> {
  const urls: string[] = []
  const requests: WebRequest[] = []
  const web = {
    get: async (url: string, request: WebRequest) => {
      urls.push(url)
      requests.push(request)
      return answer
    },
    remainingMilliseconds: () => 1000,
  }
  const deps = { web, jsonSchemas: timedJsonSchemas(), isOwnUrl: (url: string) => url === OWN }
  const checks = await checkCredentialSchemas(deps, { credentialSchema, name: 'Weave' }, kind)
  return { said: checks.map(({ status, code, pointer }) => `${status} ${code} ${pointer}`), urls, requests }
}

const named = (...ids: readonly string[]) => ids.map((id) => ({ id, type: TYPE }))
const found = (text: string): WebAnswer => ({
  kind: 'found',
  url: ELSEWHERE,
  mediaType: 'application/json',
  bytes: new TextEncoder().encode(text),
})

describe('checkCredentialSchemas', () => {
  it.each([
    [`${PUBLISHED}/json/ob_v3p0_achievementcredential_schema.json`],
    [`${PUBLISHED}/json/ob_v3p0_anyachievementcredential_schema.json`],
    [`${PUBLISHED}/json-ld/ob_v3p0_achievementcredential_schema.json`],
    [`${PUBLISHED}/json-ld/ob_v3p0_anyachievementcredential_schema.json`],
    [`${PUBLISHED}/achievementcredential.json`],
  ])('SCH-02, SCH-03: takes the class of a badge for its pinned copy: %s', async (url) => {
    expect(await check(named(url))).toEqual({ said: [], urls: [], requests: [] })
    expect((await check(named(url), undefined, 'endorsement')).said).toEqual(['fail SCHEMA /credentialSchema/0'])
  })

  it.each([
    [`${PUBLISHED}/json/ob_v3p0_endorsementcredential_schema.json`],
    [`${PUBLISHED}/json-ld/ob_v3p0_anyendorsementcredential_schema.json`],
    [`${PUBLISHED}/json/ob_v3p0_profile_schema.json`],
    [`${PUBLISHED}/json/ob_v3p0_getopenbadgecredentialsresponse_schema.json`],
  ])('SCH-02: refuses a badge that names the schema of another class: %s', async (url) => {
    expect(await check(named(url))).toEqual({ said: ['fail SCHEMA /credentialSchema/0'], urls: [], requests: [] })
  })

  it('SCH-03: fetches a schema of others, no larger than half a megabyte, and applies it', async () => {
    const { said, urls, requests } = await check(named(ELSEWHERE), found('{"required":["name"]}'))
    expect([said, urls]).toEqual([['pass OK undefined'], [ELSEWHERE]])
    expect(requests).toMatchObject([{ maxBytes: 512 * 1024, shared: true }])
  })

  it.each([
    ['{"properties":{"name":{"maxLength":2}}}', 'fail SCHEMA /name'],
    ['{"required":["code"]}', 'fail SCHEMA '],
    ['<html>', 'fail SCHEMA_UNREACHABLE /credentialSchema/0'],
    ['{"$ref":"https://elsewhere.example/schema.json"}', 'skip SCHEMA_UNREACHABLE /credentialSchema/0'],
    ['{"$ref":"#"}', 'skip SCHEMA_TOO_COMPLEX /credentialSchema/0'],
    ['{"properties":{"name":{"pattern":"^(.*.*)*!$"}}}', 'fail SCHEMA /name'],
  ])('SCH-03: says of a schema %s: %s', async (schema, said) => {
    expect((await check(named(ELSEWHERE), found(schema))).said).toEqual([said])
  })

  it('SCH-03: tells a schema that is not there from one that cannot be had', async () => {
    expect((await check(named(ELSEWHERE))).said).toEqual(['fail SCHEMA_UNREACHABLE /credentialSchema/0'])
    for (const reason of ['timed_out', 'too_large', 'address_not_public', 'url_not_allowed'] as const)
      expect((await check(named(ELSEWHERE), { kind: 'unavailable', reason })).said).toEqual([
        'skip SCHEMA_UNREACHABLE /credentialSchema/0',
      ])
  })

  it('asks no address of this service over the web', async () => {
    expect(await check(named(OWN))).toEqual({
      said: ['fail SCHEMA_UNREACHABLE /credentialSchema/0'],
      urls: [],
      requests: [],
    })
  })

  it('SCH-03: applies every one, in their order, and no more than ten', async () => {
    const addresses = Array.from({ length: 12 }, (_, index) => `https://guild.example/${index}.json`)
    const { said, urls } = await check(named(...addresses))
    expect(urls).toEqual(addresses.slice(0, 10))
    expect([said[0], said[9], said[10], said.length]).toEqual([
      'fail SCHEMA_UNREACHABLE /credentialSchema/0',
      'fail SCHEMA_UNREACHABLE /credentialSchema/9',
      'skip SCHEMA_TOO_COMPLEX /credentialSchema',
      11,
    ])
  })

  it('takes one that stands alone, and passes over those of other kinds and what is no schema', async () => {
    expect((await check({ id: ELSEWHERE, type: TYPE })).said).toEqual(['fail SCHEMA_UNREACHABLE /credentialSchema'])
    expect((await check([{ id: ELSEWHERE, type: 'JsonSchemaValidator2018' }, 'x', { type: TYPE }, null])).said).toEqual(
      [],
    )
    expect((await check(undefined)).said).toEqual([])
  })
})
