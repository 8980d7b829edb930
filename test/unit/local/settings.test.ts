import { describe, expect, it } from 'vitest'
import { parseSettings } from '../../../functions/local/settings.ts'

describe('parseSettings', () => {
  it('takes the defaults where nothing is set, or set to nothing', () => {
    const defaults = {
      port: 8080,
      publicUrl: 'http://localhost:8080',
      dataFolder: undefined,
      adminToken: undefined,
      demo: true,
      dynamodbEndpoint: undefined,
      issuerBook: { registries: [], issuers: [] },
    }
    expect(parseSettings({})).toEqual(defaults)
    const names = ['PORT', 'PEERBADGE_PUBLIC_URL', 'PEERBADGE_DATA', 'PEERBADGE_ADMIN_TOKEN', 'PEERBADGE_DEMO']
    expect(parseSettings(Object.fromEntries([...names, 'DYNAMODB_ENDPOINT'].map((name) => [name, ''])))).toEqual(
      defaults,
    )
  })

  it('takes what is set', () => {
    const settings = parseSettings({
      PORT: '65535',
      PEERBADGE_PUBLIC_URL: 'https://badges.example.org',
      PEERBADGE_DATA: './here',
      PEERBADGE_ADMIN_TOKEN: 'secret',
      PEERBADGE_DEMO: 'off',
      DYNAMODB_ENDPOINT: 'http://localhost:8000',
      PEERBADGE_ISSUER_REGISTRIES: '[{"name":"Guilds","url":"https://guilds.example/list.json","type":"list"}]',
      PEERBADGE_KNOWN_ISSUERS: '[{"id":"did:web:a.example","name":"A"}]',
    })
    expect(settings).toEqual({
      port: 65535,
      publicUrl: 'https://badges.example.org',
      dataFolder: './here',
      adminToken: 'secret',
      demo: false,
      dynamodbEndpoint: 'http://localhost:8000',
      issuerBook: {
        registries: [{ name: 'Guilds', url: 'https://guilds.example/list.json', type: 'list' }],
        issuers: [{ id: 'did:web:a.example', name: 'A' }],
      },
    })
  })

  it('has the public URL follow the port', () => {
    expect(parseSettings({ PORT: '9000' }).publicUrl).toBe('http://localhost:9000')
  })

  it.each([
    ['https://badges.example.org/', 'https://badges.example.org'],
    ['https://example.org/badges//', 'https://example.org/badges'],
    ['HTTPS://Badges.Example.ORG:443', 'https://badges.example.org'],
    ['https://bücher.example', 'https://xn--bcher-kva.example'],
  ])('writes %s as %s, so that ids compare', (given, written) => {
    expect(parseSettings({ PEERBADGE_PUBLIC_URL: given }).publicUrl).toBe(written)
  })

  it.each([
    ['PORT', 'abc'],
    ['PORT', '0'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '80.5'],
    ['PORT', '0x50'],
    ['PORT', '1e3'],
    ['PORT', ' '],
    ['PEERBADGE_PUBLIC_URL', 'badges.example.org'],
    ['PEERBADGE_PUBLIC_URL', 'ftp://badges.example.org'],
    ['PEERBADGE_PUBLIC_URL', 'https://badges.example.org/?a=b'],
    ['PEERBADGE_PUBLIC_URL', 'https://badges.example.org/#here'],
    ['PEERBADGE_PUBLIC_URL', 'https://me:secret@badges.example.org'],
    ['PEERBADGE_ADMIN_TOKEN', 'two words'],
    ['PEERBADGE_ADMIN_TOKEN', 'schlüssel'],
    ['PEERBADGE_ADMIN_TOKEN', 'pb_mine'],
    ['PEERBADGE_DEMO', 'maybe'],
    ['PEERBADGE_DEMO', 'OFF'],
    ['DYNAMODB_ENDPOINT', 'localhost:8000'],
    ['PEERBADGE_ISSUER_REGISTRIES', 'https://guilds.example/list.json'],
    ['PEERBADGE_ISSUER_REGISTRIES.0.url', '[{"name":"Guilds","url":"http://guilds.example","type":"list"}]'],
    ['PEERBADGE_KNOWN_ISSUERS.0.id', '[{"id":"Guild of weavers"}]'],
  ])('refuses %s=%s by its name, without repeating the value', (name, value) => {
    const refusal = messageOf(() => parseSettings({ [name.replace(/\..*/, '')]: value }))
    expect(refusal).toMatch(new RegExp(`^The variable ${name} must .+\\.$`))
    if (name === 'PEERBADGE_ADMIN_TOKEN') expect(refusal).not.toContain(value)
  })

  it('names every variable that does not fit', () => {
    const lines = messageOf(() => parseSettings({ PORT: 'abc', PEERBADGE_DEMO: 'yes' })).split('\n')
    expect(lines).toEqual([
      'The variable PORT must be a number from 1 to 65535.',
      'The variable PEERBADGE_DEMO must be "on" or "off".',
    ])
  })
})

function messageOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  throw new Error('it was accepted')
}
