import { describe, expect, it } from 'vitest'
import { ConfigSchema as Api } from '../../functions/lambdas/api.config.ts'
import { ConfigSchema as Clock } from '../../functions/lambdas/clock.config.ts'
import { ConfigSchema as FanOut } from '../../functions/lambdas/fan-out.config.ts'
import { ConfigSchema as Issuance } from '../../functions/lambdas/issuance.config.ts'
import { ConfigSchema as Public } from '../../functions/lambdas/public.config.ts'
import { ConfigSchema as StatusLists } from '../../functions/lambdas/status-lists.config.ts'
import { ConfigSchema as Verification } from '../../functions/lambdas/verification.config.ts'
import { resolvedEnvironments } from './environment.ts'
import { synthesise } from './synthesise.ts'

const SCHEMAS = { Api, Public, Verification, Issuance, FanOut, StatusLists, Clock }
const NAMES = Object.keys(SCHEMAS) as (keyof typeof SCHEMAS)[] // Object.keys forgets which keys there are

describe('the environment of each Lambda', () => {
  const environments = resolvedEnvironments(synthesise())

  it.each(NAMES)('satisfies what the entry file of %s parses', (name) => {
    expect(SCHEMAS[name].safeParse(environments[name])).toMatchObject({ success: true })
  })

  it.each(NAMES)('satisfies %s also under a public URL of the community', (name) => {
    const own = resolvedEnvironments(synthesise({ publicUrl: 'https://badges.example.org/b' }))
    expect(SCHEMAS[name].safeParse(own[name])).toMatchObject({ success: true })
  })

  it.each(NAMES)('satisfies %s also when issuer keys are made in KMS', (name) => {
    const own = resolvedEnvironments(synthesise({ issuerKeys: 'kms' }))
    expect(SCHEMAS[name].safeParse(own[name])).toMatchObject({ success: true })
  })

  it('tells verification which issuers are known', () => {
    const known = {
      issuerRegistries: [{ name: 'Guilds', url: 'https://guilds.example/list.json', type: 'list' }],
      knownIssuers: [{ id: 'did:web:a.example' }],
    }
    const { Verification: own } = resolvedEnvironments(synthesise(known))
    expect(Verification.parse(own)).toMatchObject({
      PEERBADGE_ISSUER_REGISTRIES: known.issuerRegistries,
      PEERBADGE_KNOWN_ISSUERS: known.knownIssuers,
    })
  })

  it.each([
    ['no JSON', '{'],
    ['no list', '{}'],
    ['an http address', '[{"name":"Guilds","url":"http://guilds.example","type":"list"}]'],
    ['an unknown type', '[{"name":"Guilds","url":"https://guilds.example","type":"csv"}]'],
    ['one name twice', JSON.stringify([1, 2].map(() => ({ name: 'a', url: 'https://a.example', type: 'list' })))],
  ])('does not let verification start with registries that are %s', (_what, registries) => {
    const wrong = { ...environments['Verification'], PEERBADGE_ISSUER_REGISTRIES: registries }
    expect(Verification.safeParse(wrong).error?.issues[0]?.path[0]).toBe('PEERBADGE_ISSUER_REGISTRIES')
  })

  it('KEY-10: holds no key and no secret, only names of keys', () => {
    for (const [name, value] of Object.values(environments).flatMap((variables) => Object.entries(variables)))
      expect(`${name}=${value}`).not.toMatch(/PRIVATE|BEGIN|SECRET|^[A-Z_]*TOKEN=/)
  })

  it.each(NAMES)('is needed: %s does not start without it', (name) => {
    expect(SCHEMAS[name].safeParse({})).toMatchObject({ success: false })
  })

  it('holds the hash of the administrator token only where callers are told apart', () => {
    const holders = NAMES.filter((name) => 'PEERBADGE_ADMIN_TOKEN_SHA256' in (environments[name] ?? {}))
    expect(holders).toEqual(['Api', 'Verification'])
  })
})
