import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { apiRoute, jsonBody, jsonResponse } from '../../../functions/http/api-route.ts'
import { createApp, createRoot } from '../../../functions/http/create-app.ts'
import { StoreOverloaded } from '../../../functions/ports/store-overloaded.ts'
import { digests } from '../../support/builders.ts'

const route = apiRoute({
  method: 'post',
  path: '/v1/verifications',
  operationId: 'createVerification',
  request: { body: jsonBody(z.strictObject({ a: z.int() })) },
  responses: { 200: jsonResponse('It', z.strictObject({ a: z.int() })) },
})

/** An app of one open route that ends as it is told. */
function anApp(handle: () => never) {
  const logged: { readonly code: string; readonly fields: unknown; readonly cause: unknown }[] = []
  const note = (code: string, fields?: unknown, cause?: unknown) => logged.push({ code, fields, cause })
  const root = createRoot({
    publicUrl: 'https://badges.example.org',
    log: { info: note, warn: note, error: note },
    digests,
  })
  root.route(
    '/',
    createApp().openapi(route, () => handle()),
  )
  const send = (body = '{"a":1}') =>
    root.request('/v1/verifications', { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  return { logged, send }
}

describe('createRoot', () => {
  it('answers a fault with 500, tells the caller nothing of it and the log everything', async () => {
    const fault = new Error('the table "secret-table" is gone', { cause: new Error('ECONNRESET 10.0.0.7') })
    const { logged, send } = anApp(() => {
      throw fault
    })
    const answer = await send()
    expect([answer.status, answer.headers.get('content-type')]).toEqual([500, 'application/problem+json'])
    expect(await answer.json()).toEqual({
      type: 'https://badges.example.org/docs/problems#internal_error',
      title: 'Something broke on our side',
      status: 500,
      code: 'internal_error',
      instance: '/v1/verifications',
    })
    expect(logged).toEqual([
      { code: 'request_failed', fields: { method: 'POST', path: '/v1/verifications' }, cause: fault },
    ])
  })

  it('answers an overloaded store with 503 and when to come back', async () => {
    const { logged, send } = anApp(() => {
      throw new StoreOverloaded('the table did not answer in time', { cause: new Error('ProvisionedThroughput') })
    })
    const answer = await send()
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1'])
    expect(JSON.parse(await answer.text())).toMatchObject({ code: 'overloaded' })
    expect(logged).toMatchObject([{ code: 'store_overloaded', fields: { reason: 'the table did not answer in time' } }])
  })

  it('answers a body off its schema with pointers and never calls the route', async () => {
    const { logged, send } = anApp(() => {
      throw new Error('called')
    })
    const answer = await send('{"a":"x","b":1}')
    expect(answer.status).toBe(400)
    expect(JSON.parse(await answer.text()).errors).toEqual([
      { pointer: '/a', detail: expect.any(String) },
      { pointer: '/b', detail: 'is not known here' },
    ])
    expect(logged).toEqual([])
  })
})
