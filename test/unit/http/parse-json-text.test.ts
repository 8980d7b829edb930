import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toFieldErrors, toJsonPointer } from '../../../functions/http/json-pointer.ts'
import { parseJsonText } from '../../../functions/http/parse-json-text.ts'
import { GiveEndorsementSchema } from '../../../schemas/endorsement.ts'
import { AddMemberSchema } from '../../../schemas/member.ts'

const soundText = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\u0000') && text !== '__proto__')
const { json } = fc.letrec((tie) => ({
  json: fc.oneof(
    { maxDepth: 5 },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    soundText,
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(soundText, tie('json'), { maxKeys: 4, noNullPrototype: true }),
  ),
}))

describe('parseJsonText', () => {
  it('returns whatever sound JSON says', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(parseJsonText(JSON.stringify(value))).toEqual({ ok: true, value })
      }),
    )
  })

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(typeof parseJsonText(text).ok).toBe('boolean')
      }),
    )
  })

  it('takes 64 levels and refuses 65, whether the brackets close or not', () => {
    expect(parseJsonText(`${'['.repeat(64)}${']'.repeat(64)}`).ok).toBe(true)
    for (const text of [`${'['.repeat(65)}${']'.repeat(65)}`, '{"a":'.repeat(65)])
      expect(parseJsonText(text)).toMatchObject({ ok: false, error: { code: 'invalid_request' } })
  })

  it('does not take brackets inside of text for nesting', () => {
    expect(parseJsonText(JSON.stringify({ a: `\\"${'['.repeat(500)}` })).ok).toBe(true)
  })

  it.each([
    ['{"a":["x","\\ud800"]}', '/a/1'],
    ['{"a":{"b\\u0000":1}}', '/a'],
    ['{"a/b":{"__proto__":1}}', '/a~1b/__proto__'],
    ['"\\u0000"', ''],
    ['{"a":[1,{"b":-1e400}]}', '/a/1/b'],
  ])('points at what is not sound in %s', (text, pointer) => {
    const parsed = parseJsonText(text)
    expect(parsed).toMatchObject({ ok: false, error: { code: 'invalid_request', errors: [{ pointer }] } })
  })

  it('tells fifty of a million unsound texts, soon', () => {
    const start = performance.now()
    const parsed = parseJsonText(JSON.stringify(Array(500_000).fill('\u0000')))
    expect(parsed.ok ? 0 : parsed.error.errors?.length).toBe(50)
    expect(performance.now() - start).toBeLessThan(2_000)
  })

  it.each(['', ' ', '{', '01', '[1,]', 'undefined', '{"a":1}x'])('refuses %j as no JSON', (text) => {
    const parsed = parseJsonText(text)
    expect(parsed).toEqual({ ok: false, error: { code: 'malformed_json', detail: expect.stringMatching(/\S\.$/) } })
  })
})

describe('toFieldErrors', () => {
  it('points at each unknown member and at each fault', () => {
    const { error } = AddMemberSchema.safeParse({ name: 1, nick: 'x', oidc: { issuer: 'no', subject: 's', more: 1 } })
    const pointers = toFieldErrors(error?.issues ?? []).map(({ pointer }) => pointer)
    expect(pointers.sort()).toEqual(['/name', '/nick', '/oidc/issuer', '/oidc/more'])
  })

  it('says of what is absent that it is required, and of a name what names are like', () => {
    const { error } = GiveEndorsementSchema.safeParse({ endorser: 1, ratings: { 'No slug': 'sound' } })
    expect(toFieldErrors(error?.issues ?? [])).toEqual(
      expect.arrayContaining([
        { pointer: '/endorser', detail: expect.stringContaining('received number') },
        { pointer: '/ratings/No slug', detail: 'the name must be lower-case letters, digits and single hyphens' },
      ]),
    )
    expect(toFieldErrors(AddMemberSchema.safeParse({}).error?.issues ?? [])).toEqual([
      { pointer: '/name', detail: 'is required' },
    ])
  })

  it('escapes what RFC 6901 says to escape', () => {
    expect(toJsonPointer(['a/b', 'c~d', 0, '~1'])).toBe('/a~1b/c~0d/0/~01')
  })
})
