import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { findFreePort } from '../../functions/local/free-port.ts'
import { playDemo } from '../../functions/local/play-demo.ts'
import {
  endFamily,
  freshFolder,
  leftOf,
  type Relative,
  type ServiceProcess,
  spawnService,
  startServiceProcess,
} from '../support/service-process.ts'

const TOKEN = 'the-administrators-own-token'
const WITHOUT_DEMO = { PEERBADGE_DEMO: 'off', PEERBADGE_ADMIN_TOKEN: TOKEN }

const start = async (env: Readonly<Record<string, string>> = {}, throughNpm = false): Promise<ServiceProcess> =>
  startServiceProcess({ port: await findFreePort(), env, throughNpm })

const commandsOf = (family: readonly Relative[]) => family.map(({ command }) => command).join('\n')

const createCommunity = (service: ServiceProcess, token: string, slug: string) =>
  fetch(`${service.url}/v1/communities`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ slug, name: 'A community' }),
  })

/** The credential as a machine reads it, from where the service answers, whatever it calls itself. */
async function openCredential(service: ServiceProcess, credentialUrl: string, accept: string): Promise<Response> {
  return fetch(`${service.url}${new URL(credentialUrl).pathname}`, { headers: { accept } })
}

async function verify(service: ServiceProcess, credential: unknown): Promise<unknown> {
  const answer = await fetch(`${service.url}/v1/verifications`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ credential }),
  })
  const { outcome } = (await answer.json()) as { outcome: string } // a verification report
  return outcome
}

describe('npm start', () => {
  it('plays the demo, says ready, and leaves nothing after Ctrl-C', async () => {
    const service = await start(
      { PEERBADGE_PUBLIC_URL: 'https://badges.example.org/', PEERBADGE_ADMIN_TOKEN: TOKEN },
      true,
    )
    await service.line(/^ready /)
    const [badge, outcome, ready] = service.lines.slice(-3)
    expect(badge).toMatch(/^badge {2}https:\/\/badges\.example\.org\/credentials\/[0-9A-Z]{26}$/)
    expect(outcome).toBe('verified')
    expect(ready).toBe(`ready ${service.url}`)
    expect(service.lines.filter((line) => line.startsWith('ready'))).toHaveLength(1)
    expect(service.lines.join('\n')).not.toContain(TOKEN)

    const credentialUrl = String(badge?.split(' ').at(-1))
    const credential = await (await openCredential(service, credentialUrl, 'application/json')).json()
    expect(credential).toMatchObject({
      id: credentialUrl,
      issuer: { id: 'did:web:badges.example.org:communities:weavers-demo' },
      credentialSubject: {
        achievement: { id: expect.stringMatching(/^https:\/\/badges\.example\.org\/achievements\//) },
      },
      credentialStatus: {
        statusListCredential: expect.stringMatching(/^https:\/\/badges\.example\.org\/status\//),
      },
    })
    expect(JSON.stringify(credential)).not.toContain('localhost')
    expect(await verify(service, credential)).toBe('verified')

    const family = await service.family()
    for (const part of ['bootstrap.mjs', 'store-watchdog.mjs', 'DynamoDBLocal.jar'])
      expect(commandsOf(family)).toContain(part)
    service.killGroup('SIGINT')
    expect(await service.ended).toBe(0)
    expect(await leftOf(family)).toEqual([])
    expect(service.lines.at(-1)).toBe('stopped')
  })
})

describe('a service that keeps its data', () => {
  let service: ServiceProcess
  let folder: string
  let port: number
  const credentialUrl = async (): Promise<string> => String((await service.line(/^badge /)).split(' ').at(-1))

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'peerbadge e2e-'))
    port = await findFreePort()
    service = spawnService({ port, env: { PEERBADGE_DATA: folder } })
    await service.line(/^ready /)
  })
  afterAll(async () => {
    await endFamily(service)
    await rm(folder, { recursive: true, force: true })
  })

  it('opens its badge as JSON for machines and as a page for people', async () => {
    const url = await credentialUrl()
    expect(url).toMatch(new RegExp(`^${service.url}/credentials/`))
    const json = await openCredential(service, url, 'application/json')
    expect(json.headers.get('content-type')).toBe('application/json')
    expect(await json.json()).toMatchObject({ id: url, type: expect.arrayContaining(['OpenBadgeCredential']) })
    const page = await openCredential(service, url, 'text/html')
    expect(page.headers.get('content-type')).toContain('text/html')
    expect(await page.text()).toContain('Plain weave')
  })

  it('answers on both loopback addresses', async () => {
    for (const host of ['127.0.0.1', '[::1]']) expect((await fetch(`http://${host}:${port}/healthz`)).status).toBe(200)
  })

  it("prints an administrator's token that works, and takes no other", async () => {
    const [, token] = /^administrator token {2}(\S+)$/.exec(await service.line(/^administrator token/)) ?? []
    expect((await createCommunity(service, `${token}`, 'weavers')).status).toBe(201)
    expect((await createCommunity(service, TOKEN, 'potters')).status).toBe(401)
  })

  it.each(['bad host', 'a/b?c'])('answers the unreadable host "%s" with a problem', async (host) => {
    const { status, body } = await answerFor(port, { host })
    expect(status).toBe(400)
    expect(JSON.parse(body)).toMatchObject({ code: 'invalid_request', status: 400 })
  })

  it('lets no second service onto its port', async () => {
    const second = startServiceProcess({ port })
    expect(await second.ended).toBe(1)
    expect(second.lines).toEqual([expect.stringContaining(`Port ${port} is in use`)])
  })

  it('lets no second service into its folder, and goes on itself', async () => {
    const second = await start({ PEERBADGE_DATA: folder })
    const family = await second.family()
    expect(await second.ended).toBe(1)
    expect(second.lines.at(-1)).toContain(`in use by process ${service.pid}`)
    expect(second.lines.at(-1)).toContain(folder)
    expect(await leftOf(family)).toEqual([])
    expect((await openCredential(service, await credentialUrl(), 'application/json')).status).toBe(200)
  })

  it('shows the same badge when it is started again', async () => {
    const before = await credentialUrl()
    const family = await service.family()
    service.kill('SIGTERM')
    expect(await service.ended).toBe(0)
    expect(await leftOf(family)).toEqual([])
    service = spawnService({ port, env: { PEERBADGE_DATA: folder } })
    await service.line(/^ready /)
    expect(await credentialUrl()).toBe(before)
    expect(service.lines).toContain('verified')
  })
})

describe('PEERBADGE_DEMO=off', () => {
  it('plays none; one that was cut short anywhere is finished by the next', async () => {
    const service = await start(WITHOUT_DEMO)
    await service.line(/^ready /)
    expect(service.lines.join('\n')).not.toMatch(/demo|badge|verified|administrator/)

    const deps = {
      baseUrl: service.url,
      publicUrl: service.url,
      adminToken: TOKEN,
      wait: delay,
      timeoutMilliseconds: 20_000,
    }
    for (const calls of [2, 5, 7, 9, 11]) {
      const cutShort = playDemo({ ...deps, fetch: fetchTimes(calls) })
      await expect(cutShort).rejects.toThrow('was not answered: cut short')
    }
    const { outcome, credentialUrl } = await playDemo({ ...deps, fetch })
    expect(outcome).toBe('verified')
    expect((await playDemo({ ...deps, fetch })).credentialUrl).toBe(credentialUrl)
  })

  it('stops in order also when nobody reads any more what it prints', async () => {
    const service = await start(WITHOUT_DEMO)
    await service.line(/^ready /)
    const family = await service.family()
    service.hangUp()
    service.kill('SIGHUP')
    expect(await service.ended).toBe(0)
    expect(await leftOf(family)).toEqual([])
  })

  it('ends with a message when its store ends by itself', async () => {
    const service = await start(WITHOUT_DEMO)
    await service.line(/^ready /)
    const family = await service.family()
    const java = family.find(({ command }) => command.includes('DynamoDBLocal.jar') && !command.includes('watchdog'))
    process.kill(Number(java?.pid), 'SIGTERM')
    expect(await service.ended).toBe(1)
    expect(service.lines.join('\n')).toContain('DynamoDB Local stopped by itself')
    expect(await leftOf(family)).toEqual([])
  })
})

describe('Ctrl-C while it is still starting', () => {
  it.each([
    ['Starting DynamoDB Local', 'SIGINT'],
    ['Creating the table', 'SIGTERM'],
    ['Playing the demo', 'SIGINT'],
  ] as const)('leaves nothing, though it had come to "%s"', async (step, signal) => {
    const service = await start()
    await service.line(new RegExp(step))
    const family = await service.family()
    service.killGroup(signal)
    expect(await service.ended).toBe(0)
    expect(service.lines.at(-1)).toBe('stopped')
    expect(service.lines.join('\n')).not.toMatch(/^ready|did not finish/m)
    expect(await leftOf(family)).toEqual([])
  })
})

describe('npm start refuses', () => {
  const refusal = async (env: Readonly<Record<string, string>>): Promise<string> => {
    const service = await start(env)
    expect(await service.ended).toBe(1)
    expect(await leftOf(await service.family())).toEqual([])
    return service.lines.join('\n')
  }

  it('variables it cannot use, each by its name', async () => {
    const said = await refusal({ PORT: 'abc', PEERBADGE_DEMO: 'maybe', PEERBADGE_PUBLIC_URL: 'badges.example.org' })
    for (const name of ['PORT', 'PEERBADGE_DEMO', 'PEERBADGE_PUBLIC_URL'])
      expect(said).toContain(`The variable ${name} `)
  })

  it('a port that is taken on the loopback address alone', async () => {
    const server = createServer()
    const port = await findFreePort()
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    expect(await refusal({ PORT: String(port) })).toContain(`Port ${port} is in use`)
  })

  it('to run without Java, with one line to install it for each system', async () => {
    const said = await refusal({ PATH: '/nowhere', JAVA_HOME: '' })
    for (const words of ['needs Java 17', 'apt-get install', 'dnf install', 'brew install', 'winget install'])
      expect(said).toContain(words)
  })

  it('a data folder that is a file', async () => {
    const file = join(await freshFolder(), 'file')
    await writeFile(file, '')
    expect(await refusal({ PEERBADGE_DATA: file })).toMatch(/The data folder .*file.* cannot be written/)
  })

  it('a store that does not answer', async () => {
    const endpoint = `http://localhost:${await findFreePort()}`
    const said = await refusal({ DYNAMODB_ENDPOINT: endpoint })
    expect(said).toContain(`DYNAMODB_ENDPOINT names, ${endpoint}, cannot be used (`)
    expect(said).toContain('ECONNREFUSED')
  })
})

/** A `fetch` that is gone after some calls. */
function fetchTimes(calls: number): typeof fetch {
  let left = calls
  return (...parameters) => (left-- > 0 ? fetch(...parameters) : Promise.reject(new Error('cut short')))
}

/** What is answered to a request that `fetch` would not send. */
function answerFor(port: number, headers: Readonly<Record<string, string>>) {
  return new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
    request({ port, path: '/healthz', headers, agent: false }, async (response) => {
      let body = ''
      for await (const chunk of response) body += String(chunk)
      resolve({ status: response.statusCode, body })
    })
      .on('error', reject)
      .end()
  })
}
