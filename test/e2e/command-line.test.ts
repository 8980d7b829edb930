import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findFreePort } from '../../functions/local/free-port.ts'
import { type VerificationReport, VerificationReportSchema } from '../../schemas/verification-report.ts'
import { troublesOf } from '../support/present.ts'
import { endFamily, type ServiceProcess, spawnService } from '../support/service-process.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const BOOTSTRAP = fileURLToPath(new URL('../../functions/local/bootstrap.mjs', import.meta.url))

let service: ServiceProcess
let folder: string
/** The demo's badge at the service that runs. */
let url: string
let json: string
let jwt: string

beforeAll(async () => {
  service = spawnService({ port: await findFreePort() })
  folder = await mkdtemp(join(tmpdir(), 'peerbadge cli-'))
  url = (await service.line(/^badge /)).split(' ').at(-1) ?? ''
  await service.line(/^ready /)
  json = await (await fetch(`${url}.json`)).text()
  jwt = await (await fetch(`${url}.jwt`)).text()
})

afterAll(async () => {
  await endFamily(service)
  await rm(folder, { recursive: true, force: true })
})

interface Ended {
  readonly status: number | null
  readonly out: string
  readonly errors: string
  readonly report: () => VerificationReport
}

/** Runs the command as a shell would, in a folder that is not the repository unless told otherwise. */
function run(words: readonly string[], { input = '', command = [process.execPath, BOOTSTRAP], cwd = folder } = {}) {
  const [file = '', ...leading] = command
  const child = spawn(file, [...leading, ...words], { cwd, stdio: ['pipe', 'pipe', 'pipe'] })
  let out = ''
  let errors = ''
  child.stdout.on('data', (chunk) => {
    out += chunk
  })
  child.stderr.on('data', (chunk) => {
    errors += chunk
  })
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
  return new Promise<Ended>((resolve) => {
    child.once('close', (status) =>
      resolve({ status, out, errors, report: () => VerificationReportSchema.parse(JSON.parse(out)) }),
    )
  })
}

async function fileOf(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

describe('peerbadge verify', () => {
  it('verifies a badge at its address, of a service on this machine', async () => {
    const { status, errors, report } = await run(['verify', url])
    expect([status, errors]).toEqual([0, ''])
    expect(troublesOf(report())).toEqual([])
    expect(report()).toMatchObject({ outcome: 'verified', presented: { form: 'json', url }, credential: { id: url } })
    expect(report().endorsements).toHaveLength(3)
  })

  it('verifies files of every form, and says the same as the service', async () => {
    const forms = [
      ['json', json],
      ['jwt', jwt],
      ['png', new Uint8Array(await (await fetch(`${url}.png`)).arrayBuffer())],
      ['svg', await (await fetch(`${url}.svg`)).text()],
    ] as const
    for (const [form, content] of forms) {
      const { status, report } = await run(['verify', await fileOf(`badge of ${form}`, content)])
      expect([form, status, report().outcome, report().presented?.form]).toEqual([form, 0, 'verified', form])
    }
    const answer = await fetch(`${service.url}/v1/verifications`, {
      method: 'POST',
      headers: { 'content-type': 'application/vc' },
      body: json,
    })
    const { checks } = VerificationReportSchema.parse(await answer.json())
    const here = (await run(['verify', '-'], { input: json })).report()
    // Only the service itself recomputes its award records, and looks into its own suspension lists.
    expect(checks.map(({ code }) => code)).toEqual(expect.arrayContaining(here.checks.map(({ code }) => code)))
  })

  it('ends with 1 when the badge does not hold', async () => {
    for (const content of [json.replace('Plain weave', 'Master weaver'), `${jwt.slice(0, -9)}AAAAAAAAA`]) {
      const { status, report } = await run(['verify', '-'], { input: content })
      expect([status, report().outcome]).toEqual([1, 'not-verified'])
    }
    expect((await run(['verify', `${url}x`])).status).toBe(1)
  })

  it('ends with 2 when something could not be checked', async () => {
    const nobody = `http://localhost:${await findFreePort()}/badge`
    const { status, report } = await run(['verify', nobody])
    expect([status, ...troublesOf(report())]).toEqual([2, 'parse skip URL_UNREACHABLE'])
    expect((await run(['verify', 'http://10.0.0.1/badge'])).status).toBe(2)
  })

  it('ends with 66 when a file cannot be read, and says why on the other output', async () => {
    for (const [path, why] of [
      [join(folder, 'nothing'), 'no file'],
      [folder, 'folder'],
      [await fileOf('large', new Uint8Array(4 * 1024 * 1024 + 1)), 'at most'],
    ] as const) {
      const { status, out, errors } = await run(['verify', path])
      expect([status, out]).toEqual([66, ''])
      expect(errors).toContain(why)
    }
  })

  it('ends with 64 when it is called in another way', async () => {
    for (const words of [
      ['verify', 'a', 'b'],
      ['verfiy', url],
    ]) {
      const { status, out, errors } = await run(words)
      expect([status, out]).toEqual([64, ''])
      expect(errors).toContain('Usage: peerbadge')
    }
  })

  it('RCP-01, RCP-02: says whether the badge was given to whom one names, and never repeats it', async () => {
    const { credentialSubject } = JSON.parse(json)
    const known = await run(['verify', url, '--recipient', `id:${credentialSubject.id}`])
    expect([known.status, known.report().recipient?.outcome]).toEqual([0, 'matched'])
    const other = await run(['verify', url, '--recipient', 'emailAddress:someone@example.org'])
    expect([other.status, other.report().recipient?.outcome]).toEqual([0, 'not-matched'])
    expect(other.out + other.errors).not.toContain('someone@')
    const wrong = await run(['verify', url, '--recipient', 'shoeSize:someone@example.org'])
    expect(wrong.status).toBe(64)
    expect(wrong.out + wrong.errors).not.toContain('someone@')
  })

  it('writes a report to read, in which nothing of the badge moves the terminal', async () => {
    const { status, out } = await run(['verify', url, '--text'])
    expect(status).toBe(0)
    expect(out).toMatch(/^verified {2}Plain weave\n/)
    expect(out).toContain('endorsements: 3')
    const rude = json.replace('Plain weave', '\\u001b]0;owned\\u0007\\u009b2J\\u202eevaew')
    for (const option of ['--text', '--json']) {
      const refused = await run(['verify', '-', option], { input: rude })
      expect(refused.status).toBe(1)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
      expect(refused.out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/)
    }
  })

  it('says in Hindi what it says, with the dates and the codes beside it', async () => {
    const text = await run(['verify', url, '--text', '--language', 'hi'])
    expect(text.status).toBe(0)
    expect(text.out).toMatch(/^सही पाया गया {2}Plain weave\n/)
    expect(text.out).toMatch(/^✓ यह अभी मान्य है। \(Valid since \S+, without an end\.\)$/m)
    const { checks } = (await run(['verify', '-', '--language', 'hi'], { input: 'hello' })).report()
    expect(checks).toMatchObject([{ code: 'NOT_A_CREDENTIAL', message: 'यह कोई बैज नहीं है।' }])
  })

  it('tells how it is used', async () => {
    const { status, out } = await run(['verify', '--help'])
    expect(status).toBe(0)
    for (const told of ['FILE|URL', '--recipient', '64', '66']) expect(out).toContain(told)
    expect((await run(['--help'])).out).toContain('verify')
  })

  it('is there as npx peerbadge in the repository', async () => {
    const { status, out } = await run(['verify', url, '--text'], { command: ['npx', 'peerbadge'], cwd: ROOT })
    expect(status).toBe(0)
    expect(out).toMatch(/^verified /)
  })
})
