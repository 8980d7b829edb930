import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { jcsProofWriter } from '../../functions/adapters/data-integrity/jcs-proofs.ts'
import { buildAwardRecord } from '../../functions/domain/credential/build-award-record.ts'
import { toDidDocument } from '../../functions/domain/credential/to-did-document.ts'
import { readReplayArguments } from '../../functions/local/read-replay-arguments.ts'
import { aKey } from '../support/badge-shapes.ts'
import { aCommunity, anEndorsement, digests, someFacts } from '../support/builders.ts'
import { anAward } from '../unit/domain/credential/award-example.ts'

const BOOTSTRAP = fileURLToPath(new URL('../../functions/local/bootstrap.mjs', import.meta.url))

const sound = { ratings: { craft: 'sound' } }
const friend = anEndorsement('dia', { ...sound, facts: someFacts({ endorsedByLearnerAt: '2026-01-31T10:00:00.000Z' }) })
const award = anAward([...['ana', 'ben', 'cho'].map((name) => anEndorsement(name, sound)), friend])
const community = aCommunity()
const record = JSON.stringify(buildAwardRecord({ community, ...award }, digests))

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'peerbadge replay-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Runs the command as a shell would; no service runs. */
function run(words: readonly string[], input = '') {
  const child = spawn(process.execPath, [BOOTSTRAP, 'replay', ...words], {
    cwd: folder,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let [out, errors] = ['', '']
  child.stdout.on('data', (chunk) => {
    out += chunk
  })
  child.stderr.on('data', (chunk) => {
    errors += chunk
  })
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
  return new Promise<{ status: number | null; out: string; errors: string }>((resolve) => {
    child.once('close', (status) => resolve({ status, out, errors }))
  })
}

describe('peerbadge replay', () => {
  it('says that a record leads to what it says, which endorsements count, and why others do not', async () => {
    const path = join(folder, 'award.json')
    await writeFile(path, record)
    const { status, out, errors } = await run([path])
    expect([status, errors]).toEqual([0, ''])
    expect(out).toContain('✓ The record leads to what it says.\n– Its signature was not checked: name the keys')
    expect(out).toContain('Given when 3 peers endorse the same evidence.')
    expect(out).toContain('3 endorsements count, 3 needed. The rule is met.')
    expect(out.match(/^✓ endorser-[0-9a-f]{20}, \S+: counts$/gm)).toHaveLength(3)
    expect(out).toMatch(/^– endorser-[0-9a-f]{20}, \S+: the learner had endorsed them shortly before$/m)
  })

  it('checks the signature by keys that were saved, says so, and ends with 1 when it does not hold', async () => {
    const key = aKey()
    const verificationMethod = `${community.issuer}#key-1`
    const keys = join(folder, 'did.json')
    await writeFile(keys, JSON.stringify(toDidDocument(community.issuer, [{ ...key, verificationMethod }])))
    const signed = JSON.stringify(await jcsProofWriter().signJson(JSON.parse(record), key.options(verificationMethod)))
    const [holds, changed, noKeys] = await Promise.all([
      run(['-', '--keys', keys], signed),
      // The decision comes out the same: nothing but the signature shows it.
      run(['-', '--keys', keys], signed.replace('"openedAt":"2026-01-10', '"openedAt":"2026-01-09')),
      run(['-', '--keys', join(folder, 'award.json')], signed),
    ])
    expect([holds.status, holds.errors]).toEqual([0, ''])
    expect(holds.out).toContain('✓ Its signature holds')
    expect(changed.status).toBe(1)
    expect(changed.out).toContain('✓ The record leads to what it says.\n✗ Its signature does not hold')
    expect([noKeys.status, noKeys.out, noKeys.errors]).toEqual([66, '', expect.stringContaining('holds none')])
  })

  it('says in what a changed record differs, in Hindi when asked, and ends with 1', async () => {
    const favour = JSON.parse(record)
    favour.endorsements = favour.endorsements.map((entry: object) => ({ ...entry, counted: true, reasons: [] }))
    const { status, out } = await run(['-', '--language', 'hi'], JSON.stringify(favour))
    expect(status).toBe(1)
    expect(out).toContain('✗ अभिलेख से वह निर्णय नहीं निकलता, जो उसमें लिखा है।')
    expect(out).toMatch(
      /^– endorser-\S+, \S+: कुछ ही समय पहले सीखने वाले ने उनका समर्थन किया था \(अभिलेख में लिखा है: गिना गया\)$/m,
    )
    expect(out).toContain(
      '✗ दूसरे समर्थन गिने गए, या न गिने जाने के कारण दूसरे हैं। /endorsements/3/counted, /endorsements/3/reasons',
    )
  })

  it('lets no text of a record reach the terminal as a command', async () => {
    const hostile = record.replaceAll('"rough"', '"rough\\u001b[2J\\u202e"').replaceAll('"sound"', '"\\u001b[2Jsound"')
    const { out } = await run(['-'], hostile)
    for (const character of ['\u001b', '\u202e']) expect(out).not.toContain(character)
  })

  it('ends with 66 for what is no award record or cannot be read, and with 64 when called in another way', async () => {
    const [badge, absent, wrong] = await Promise.all([
      run(['-'], '{"type":["VerifiableCredential"]}'),
      run([join(folder, 'nothing')]),
      run([]),
    ])
    expect([badge.status, badge.out]).toEqual([66, ''])
    expect(badge.errors).toContain('This is no award record')
    expect([absent.status, absent.errors]).toEqual([66, 'There is no file of this name.\n'])
    expect([wrong.status, wrong.errors]).toEqual([64, expect.stringContaining('Usage: peerbadge replay FILE')])
  })
})

describe('readReplayArguments', () => {
  it('takes one file, one with keys, and a language', () => {
    expect(readReplayArguments(['a.json', '--language', 'hi'])).toEqual({
      ok: true,
      value: { source: 'a.json', language: 'hi' },
    })
    expect(readReplayArguments(['a.json', '--keys', 'did.json'])).toEqual({
      ok: true,
      value: { source: 'a.json', keys: 'did.json', language: 'en' },
    })
    expect(readReplayArguments(['--help'])).toEqual({ ok: false, error: 'help' })
  })

  it.each([
    [['']],
    [['a', 'b']],
    [['a', '--loud']],
    [['a', '--language']],
    [['a', '--language', 'secret']],
    [['a', '--keys']],
    [['a', '--keys', '']],
    [['a', '--keys', '-']],
  ])('refuses %j in a sentence without any value', (words) => {
    const read = readReplayArguments(words)
    expect(read).toMatchObject({ ok: false, error: { wrong: expect.stringMatching(/\.$/) } })
    expect(JSON.stringify(read)).not.toContain('secret')
  })
})
