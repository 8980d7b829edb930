import { describe, expect, it } from 'vitest'
import { readSettings } from '../../infra/settings.ts'
import { anApp } from './synthesise.ts'

const read = (context: Record<string, unknown>) => readSettings(anApp(context).node)
const TABLE = 'arn:aws:dynamodb:eu-west-1:111122223333:table/restored'
const STREAM = `${TABLE}/stream/2026-11-22T10:00:00.000`

describe('readSettings', () => {
  it('needs no context at all', () => {
    expect(read({})).toEqual({
      instance: 'peerbadge',
      issuerKeys: 'sealed',
      maxReadUnitsPerSecond: 12_000,
      maxWriteUnitsPerSecond: 4_000,
      verificationsPerMinute: 120,
      reserveConcurrency: false,
    })
  })

  it('takes values as the command line gives them, as text', () => {
    const settings = read({
      instance: 'weavers',
      publicUrl: 'https://badges.example.org',
      alarmEmail: 'ops@example.org',
      issuerKeys: 'kms',
      maxWriteUnitsPerSecond: '200',
      verificationsPerMinute: '30',
      reserveConcurrency: 'true',
      restoredTableArn: TABLE,
      restoredTableStreamArn: STREAM,
    })
    expect(settings).toEqual({
      instance: 'weavers',
      publicUrl: 'https://badges.example.org',
      alarmEmail: 'ops@example.org',
      issuerKeys: 'kms',
      maxReadUnitsPerSecond: 12_000,
      maxWriteUnitsPerSecond: 200,
      verificationsPerMinute: 30,
      reserveConcurrency: true,
      restoredTable: { tableArn: TABLE, streamArn: STREAM },
    })
  })

  it('takes values as cdk.json gives them, as numbers and booleans', () => {
    expect(read({ maxReadUnitsPerSecond: 50, reserveConcurrency: true })).toMatchObject({
      maxReadUnitsPerSecond: 50,
      reserveConcurrency: true,
    })
  })

  it('takes lists of issuers as JSON text and as cdk.json gives them', () => {
    const list = [{ name: 'Guilds', url: 'https://guilds.example/list.json', type: 'list' }]
    expect(read({ issuerRegistries: JSON.stringify(list) }).issuerRegistries).toBe(JSON.stringify(list))
    expect(read({ issuerRegistries: list, knownIssuers: [{ id: 'did:web:a.example' }] })).toMatchObject({
      issuerRegistries: JSON.stringify(list),
      knownIssuers: '[{"id":"did:web:a.example"}]',
    })
  })

  it.each(['{', '{}', '[{"id":1}]', [1], JSON.stringify([{ name: 'x'.repeat(1600), url: '', type: '' }])])(
    'refuses %j as a list of registries',
    (issuerRegistries) => {
      expect(() => read({ issuerRegistries })).toThrow('"issuerRegistries" must be a JSON list')
    },
  )

  it('keeps a path in the public URL', () => {
    expect(read({ publicUrl: 'https://example.org/badges' }).publicUrl).toBe('https://example.org/badges')
  })

  it.each([
    'http://badges.example.org',
    'https://badges.example.org/',
    'https://badges.example.org/?a=b',
    'https://badges.example.org/#top',
    'https://user@badges.example.org',
    'https://Badges.example.org',
    'https://badges.example.org/a/../b',
    'badges.example.org',
  ])('refuses %s as a public URL, since ids and DIDs are made from it letter by letter', (publicUrl) => {
    expect(() => read({ publicUrl })).toThrow('"publicUrl" must be an https URL')
  })

  it.each(['KMS', 'file', 'true'])('refuses %s as the place of issuer keys', (issuerKeys) => {
    expect(() => read({ issuerKeys })).toThrow('"issuerKeys" must be "sealed" or "kms"')
  })

  it.each(['Weavers', '1st', 'a_b', 'a'.repeat(31)])('refuses %s as the name of an instance', (instance) => {
    expect(() => read({ instance })).toThrow('"instance" must start with a small letter')
  })

  it.each(['0', '-5', '1.5', 'many'])('refuses %s as a number of request units', (units) => {
    expect(() => read({ maxReadUnitsPerSecond: units })).toThrow('"maxReadUnitsPerSecond" must be a whole number')
  })

  it('refuses anything but true and false for a switch', () => {
    expect(() => read({ reserveConcurrency: 'yes' })).toThrow('"reserveConcurrency" must be true or false')
  })

  it('refuses an alarm address that is not one address', () => {
    expect(() => read({ alarmEmail: 'ops' })).toThrow('"alarmEmail" must be one e-mail address')
  })

  it('refuses a context value that is not text', () => {
    expect(() => read({ instance: { name: 'weavers' } })).toThrow('"instance" must be text')
  })

  it.each([
    { restoredTableArn: TABLE },
    { restoredTableStreamArn: STREAM },
    { restoredTableArn: 'restored', restoredTableStreamArn: STREAM },
    { restoredTableArn: TABLE, restoredTableStreamArn: STREAM.replace('restored', 'another') },
  ])('refuses a restored table without its own stream: %o', (context) => {
    expect(() => read(context)).toThrow('must be given together')
  })
})
