import { describe, expect, it } from 'vitest'
import { readVerifyArguments } from '../../../functions/local/read-verify-arguments.ts'

describe('readVerifyArguments', () => {
  it('takes one file or address, and options anywhere', () => {
    expect(readVerifyArguments(['badge.json'])).toEqual({ ok: true, value: { source: 'badge.json', language: 'en' } })
    expect(readVerifyArguments(['--text', '-'])).toMatchObject({ ok: true, value: { source: '-', format: 'text' } })
    expect(readVerifyArguments(['x', '--language', 'hi'])).toMatchObject({ ok: true, value: { language: 'hi' } })
    expect(readVerifyArguments(['https://x.example/', '--json'])).toMatchObject({ value: { format: 'json' } })
    expect(readVerifyArguments(['--', '-badge.json'])).toMatchObject({ value: { source: '-badge.json' } })
  })

  it.each([
    ['emailAddress:asha@example.org', { type: 'emailAddress', value: 'asha@example.org' }],
    ['id:did:example:asha', { type: 'id', value: 'did:example:asha' }],
    ['ext:badgeNumber:4:5', { type: 'ext:badgeNumber', value: '4:5' }],
  ])('ID-02: reads the recipient %s', (text, recipient) => {
    expect(readVerifyArguments(['x', '--recipient', text])).toMatchObject({ ok: true, value: { recipient } })
  })

  it.each([
    [[]],
    [['']],
    [['a', 'b']],
    [['a', '--loud']],
    [['a', '--text', '--json']],
    [['a', '--recipient']],
    [['a', '--language']],
    [['a', '--language', 'secret']],
    [['a', '--recipient', 'secret@example.org']],
    [['a', '--recipient', 'shoeSize:secret']],
    [['a', '--recipient', 'emailAddress:']],
    [['http://[secret']],
  ])('refuses %j in a sentence without any value', (words) => {
    const read = readVerifyArguments(words)
    expect(read).toMatchObject({ ok: false, error: { wrong: expect.stringMatching(/\.$/) } })
    expect(JSON.stringify(read)).not.toContain('secret')
  })

  it('knows when help is asked for', () => {
    for (const word of ['--help', '-h']) expect(readVerifyArguments([word])).toEqual({ ok: false, error: 'help' })
  })
})
