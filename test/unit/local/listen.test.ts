import { request } from 'node:http'
import { createServer, type Server } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { answerUnparsable } from '../../../functions/local/answer-unparsable.ts'
import { answerUnroutable } from '../../../functions/local/answer-unroutable.ts'
import { findFreePort } from '../../../functions/local/free-port.ts'
import { assertPortFree, listen } from '../../../functions/local/listen.ts'
import type { Log } from '../../../functions/ports/log.ts'

const onUnroutable = (_: unknown) => new Response('unroutable', { status: 400 })
const onUnparsable = answerUnparsable('http://localhost')

async function serve(
  fetch: (request: Request) => Response | Promise<Response>,
  options = { onUnroutable, onUnparsable },
) {
  const port = await findFreePort()
  const { close } = await listen({ port, fetch, ...options })
  onTestFinished(close)
  return { port, url: `http://localhost:${port}`, close }
}

async function occupy(host?: string): Promise<number> {
  const port = await findFreePort()
  const server: Server = createServer()
  await new Promise<void>((resolve) => server.listen({ port, ...(host === undefined ? {} : { host }) }, resolve))
  onTestFinished(() => void server.close())
  return port
}

/** A promise that is kept when a test says so. */
function aPromise<Value>() {
  let resolve: (value: Value) => void = () => undefined
  const promise = new Promise<Value>((keep) => {
    resolve = keep
  })
  return { promise, resolve }
}

describe('listen', () => {
  it('serves both loopback addresses', async () => {
    const { port } = await serve(() => new Response('here'))
    for (const host of ['127.0.0.1', '[::1]']) {
      expect(await (await fetch(`http://${host}:${port}/`)).text()).toBe('here')
    }
  })

  it('refuses a port that is taken, with a way out', async () => {
    const port = await occupy()
    const refused = listen({ port, fetch: () => new Response(), onUnroutable, onUnparsable })
    await expect(refused).rejects.toThrow(
      `Port ${port} is in use. Stop what uses it, or choose another: PORT=${port + 1}`,
    )
  })

  it('lets an answer in hand finish, and takes no more, when it closes', async () => {
    const answering = aPromise<Response>()
    const arrived = aPromise<void>()
    const { url, close } = await serve(() => {
      arrived.resolve()
      return answering.promise
    })
    const inHand = fetch(url)
    await arrived.promise
    const closed = close()
    answering.resolve(new Response('finished'))
    expect(await (await inHand).text()).toBe('finished')
    const since = performance.now()
    await closed
    // The client keeps its connection alive; nobody waits for that.
    expect(performance.now() - since).toBeLessThan(2_000)
    await expect(fetch(url)).rejects.toThrow('fetch failed')
  })

  it('does not wait for ever for an answer that does not come', async () => {
    const arrived = aPromise<void>()
    const { url, close } = await serve(() => {
      arrived.resolve()
      return new Promise<Response>(() => undefined)
    })
    const inHand = fetch(url)
    const cutOff = expect(inHand).rejects.toThrow('fetch failed')
    await arrived.promise
    await close()
    await cutOff
  })

  it('answers an unreadable host with the problem its code names, and logs nothing', async () => {
    const { log, logged } = aLog()
    const options = { onUnroutable: answerUnroutable('https://badges.example.org', log), onUnparsable }
    const { port } = await serve(() => new Response('reached'), options)
    const { status, type, body } = await answerTo(port, { host: 'bad host' })
    expect([status, type]).toEqual([400, 'application/problem+json'])
    expect(JSON.parse(body)).toMatchObject({
      code: 'invalid_request',
      type: 'https://badges.example.org/docs/problems#invalid_request',
    })
    expect(logged).toEqual([])
  })

  it('answers and logs a fault of whoever should have answered', async () => {
    const { log, logged } = aLog()
    const fault = new Error('broken')
    const options = { onUnroutable: answerUnroutable('https://badges.example.org', log), onUnparsable }
    const { url } = await serve(() => Promise.reject(fault), options)
    const answer = await fetch(url)
    expect(answer.status).toBe(500)
    expect(await answer.json()).toMatchObject({ code: 'internal_error' })
    expect(logged).toEqual([['request_failed', fault]])
  })
})

describe('assertPortFree', () => {
  it('leaves a free port free', async () => {
    const port = await findFreePort()
    await assertPortFree(port)
    await expect(assertPortFree(port)).resolves.toBeUndefined()
  })

  it.each([undefined, '127.0.0.1'])('refuses a port that another program has on %s', async (host) => {
    const port = await occupy(host)
    await expect(assertPortFree(port)).rejects.toThrow(`Port ${port} is in use`)
  })

  it('proposes a port that exists, also beside the last one', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(65_535, resolve).on('error', () => resolve()))
    onTestFinished(() => void server.close())
    await expect(assertPortFree(65_535)).rejects.toThrow('PORT=65534')
  })
})

function aLog(): { readonly log: Log; readonly logged: unknown[] } {
  const logged: unknown[] = []
  const log: Log = {
    info: () => undefined,
    warn: (message) => void logged.push([message]),
    error: (message, _, error) => void logged.push([message, error]),
  }
  return { log, logged }
}

function answerTo(port: number, headers: Readonly<Record<string, string>>) {
  return new Promise<{ status: number | undefined; type: string | undefined; body: string }>((resolve, reject) => {
    request({ port, headers, agent: false }, async (response) => {
      let body = ''
      for await (const chunk of response) body += String(chunk)
      resolve({ status: response.statusCode, type: response.headers['content-type'], body })
    })
      .on('error', reject)
      .end()
  })
}
