import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { apiRoute, jsonBody, jsonResponse } from '../../../functions/http/api-route.ts'
import { createApp, createRoot } from '../../../functions/http/create-app.ts'
import { toLambdaHandler } from '../../../functions/http/lambda.ts'
import { digests } from '../../support/builders.ts'

const quiet = () => undefined
const root = createRoot({
  publicUrl: 'https://badges.example.org',
  log: { info: quiet, warn: quiet, error: quiet },
  digests,
})
const route = apiRoute({
  method: 'post',
  path: '/v1/verifications',
  operationId: 'createVerification',
  request: { body: jsonBody(z.strictObject({ text: z.string() })) },
  responses: { 200: jsonResponse('It', z.strictObject({ text: z.string() })) },
})
root.route(
  '/',
  createApp().openapi(route, (c) => c.json(c.req.valid('json'), 200)),
)
const handler = toLambdaHandler(root)

/** A request as an HTTP API hands it over (payload format 2.0); Hono's type asks for more than it reads. */
const send = async (rawPath: string, method: string, more: Readonly<Record<string, unknown>> = {}) => {
  const event = {
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString: '',
    headers: { 'content-type': 'application/json', host: 'badges.example.org' },
    requestContext: {
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: '' },
      domainName: 'badges.example.org',
      stage: '$default',
    },
    isBase64Encoded: false,
    ...more,
  }
  const answer = await handler(event as unknown as Parameters<typeof handler>[0])
  return { status: answer.statusCode, body: JSON.parse(answer.body), headers: answer.headers }
}

describe('toLambdaHandler', () => {
  it('answers a request of the HTTP API, its body as text or in base 64', async () => {
    const body = JSON.stringify({ text: 'बुनकर' })
    expect(await send('/v1/verifications', 'POST', { body })).toMatchObject({ status: 200, body: { text: 'बुनकर' } })
    const encoded = { body: Buffer.from(body).toString('base64'), isBase64Encoded: true }
    expect(await send('/v1/verifications', 'POST', encoded)).toMatchObject({ status: 200, body: { text: 'बुनकर' } })
  })

  it.each([
    ['/v1/nowhere', 'GET', 404, 'not_found'],
    ['/v1/verifications', 'DELETE', 405, 'method_not_allowed'],
    ['/v1/%ff', 'GET', 400, 'invalid_request'],
    ['/v1/verifications', 'POST', 400, 'malformed_json'],
  ])('answers %s %s with a problem document', async (path, method, status, code) => {
    const answer = await send(path, method, method === 'POST' ? { body: '{' } : {})
    expect(answer).toMatchObject({ status, body: { code } })
    expect(answer.headers?.['content-type']).toBe('application/problem+json')
  })
})
