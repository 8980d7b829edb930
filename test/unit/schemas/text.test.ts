import { describe, expect, it } from 'vitest'
import { IdentifierSchema } from '../../../schemas/member.ts'
import { text, WebUrlSchema } from '../../../schemas/text.ts'

describe('WebUrlSchema', () => {
  it.each([
    'https://example.org',
    'http://localhost:3000',
    'http://[::1]:80/x',
    'https://xn--r8jz45g.jp/',
    'https://example.org/%C3%BC(1)/a;b=c?d=e&f=%20#g/h?',
    `https://example.org/${'a'.repeat(2028)}`,
  ])('takes %s', (url) => {
    expect(WebUrlSchema.parse(url)).toBe(url)
  })

  it.each([
    ['white space, over which signing fails', 'https://example.org/a b'],
    ['angle brackets', 'https://example.org/<a>'],
    ['quotes', 'https://example.org/"a"'],
    ['what must be percent-encoded', 'https://example.org/ü'],
    ['a host outside ASCII', 'https://例え.jp/'],
    ['a direction mark', 'https://example.org/\u202egpj.exe'],
    ['a percent sign alone', 'https://example.org/100%'],
    ['a second fragment', 'https://example.org/#a#b'],
    ['a backslash', 'https:\\\\example.org'],
    ['a user name', 'https://asha@example.org/'],
    ['a password', 'https://asha:secret@example.org/'],
    ['no slashes', 'https:example.org'],
    ['no host', 'https://'],
    ['a script', 'javascript:alert(1)'],
    ['data', 'data:text/html,x'],
    ['a lone surrogate', 'https://example.org/\ud800'],
    ['NUL', 'https://example.org/\u0000'],
    ['2,049 characters', `https://example.org/${'a'.repeat(2029)}`],
  ])('refuses %s, and says one thing about it', (_what, url) => {
    expect(WebUrlSchema.safeParse(url).error?.issues).toHaveLength(1)
  })
})

describe('text', () => {
  it.each(['', ' ', '\t\r\n', '\u00a0\u2003', 'a\u0000', '\ud800', 'abcdef'])('refuses %j', (value) => {
    expect(text(5).safeParse(value).success).toBe(false)
  })

  it('keeps what it takes as it is', () => {
    expect(text(5).parse(' \ud83d\ude00a ')).toBe(' \ud83d\ude00a ')
  })
})

describe('IdentifierSchema', () => {
  it.each(['did:key:z6Mk', 'did:web:localhost%3A8080:a', 'did:example:1.2_3-4'])('takes %s', (value) => {
    expect(IdentifierSchema.safeParse({ type: 'identifier', value }).success).toBe(true)
  })

  it.each(['did:', 'did:key:', 'did:Key:z', 'did:key:a b', 'did:key:<a>', 'did:web:%zz', 'urn:x'])(
    'refuses %s as no DID',
    (value) => {
      expect(IdentifierSchema.safeParse({ type: 'identifier', value }).success).toBe(false)
    },
  )
})
