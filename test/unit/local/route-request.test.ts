import type { Template } from 'aws-cdk-lib/assertions'
import { describe, expect, it } from 'vitest'
import { type Functions, type RequestHandler, ROUTES, routeRequest } from '../../../functions/local/route-request.ts'
import { synthesise } from '../../infra/synthesise.ts'

const FUNCTION_OF_PREFIX: Readonly<Record<string, keyof Functions>> = {
  Api: 'api',
  Public: 'public',
  Verification: 'verification',
}

/** Path to function, whatever the method, as the service's template has them. */
const deployedRoutes = routesOf(synthesise().service)

describe('ROUTES', () => {
  it('are the routes of the deployed HTTP API', () => {
    expect(Object.fromEntries(ROUTES)).toEqual(deployedRoutes)
  })
})

describe('routeRequest', () => {
  const answers = (name: string): RequestHandler => ({ fetch: () => new Response(name) })
  const route = routeRequest({ api: answers('api'), public: answers('public'), verification: answers('verification') })

  it.each([
    ['/v1/verifications', 'verification'],
    ['/v1/verifications?x=/credentials/1', 'verification'],
    ['/verify', 'verification'],
    ['/verify?url=https://example.org', 'verification'],
    ['/vc-api/credentials/issue', 'verification'],
    ['/vc-api/presentations/verify', 'verification'],
    ['/vc-api', 'api'],
    ['/v1/claims/01M81TGFZCX9NJTDPM0MRTQRWQ/endorsement-credentials', 'verification'],
    ['/v1/claims/01M81TGFZCX9NJTDPM0MRTQRWQ/endorsement-credentials/1', 'verification'],
    ['/v1/claims/01M81TGFZCX9NJTDPM0MRTQRWQ/endorsements', 'api'],
    ['/v1/claims/endorsement-credentials', 'api'],
    ['/v1/communities/weavers/members/1/did-challenges', 'verification'],
    ['/v1/communities/weavers/members/1/dids?x=1', 'verification'],
    ['/v1/communities/weavers/members/1/dids/did%3Aweb%3Aexample.org%253A8443', 'verification'],
    ['/v1/communities/weavers/members/1/dids/1/2', 'api'],
    ['/credentials/01M81TGFZCX9NJTDPM0MRTQRWQ', 'public'],
    ['/credentials/01M81TGFZCX9NJTDPM0MRTQRWQ.json', 'public'],
    ['/awards/1/evidence/1', 'public'],
    ['/communities/weavers/did.json', 'public'],
    ['/achievements/1/2', 'public'],
    ['/endorsements/1', 'public'],
    ['/status/1', 'public'],
    ['/.well-known/did.json', 'public'],
    ['/credentials/%zz', 'public'],
    ['/v1/communities', 'api'],
    ['/v1/verifications/1', 'api'],
    ['/v1/credentials/1/revoke', 'api'],
    ['/healthz', 'api'],
    ['/openapi.json', 'public'],
    ['/docs', 'public'],
    ['/docs/problems', 'public'],
    ['/', 'api'],
    ['', 'api'],
    ['/credentials', 'api'],
    ['/credentials/', 'api'],
    ['/credentialsx/1', 'api'],
    ['/$default', 'api'],
    ['/x/credentials/1', 'api'],
    ['//credentials/1', 'api'],
    ['/%zz', 'api'],
  ])('hands %s to %s', async (path, name) => {
    // A request as it comes from the socket, whose address need not be one that `Request` takes.
    const request = Object.create(Request.prototype, { url: { value: `http://localhost:8080${path}` } })
    expect(await (await route(request)).text()).toBe(name)
  })
})

function routesOf(service: Template): Record<string, keyof Functions | undefined> {
  const integrations = service.findResources('AWS::ApiGatewayV2::Integration')
  return Object.fromEntries(
    Object.values(service.findResources('AWS::ApiGatewayV2::Route')).map(({ Properties: { RouteKey, Target } }) => {
      const integration = integrations[Target['Fn::Join'][1].at(-1).Ref]
      const functionId: string = integration?.['Properties'].IntegrationUri['Fn::GetAtt'][0]
      return [RouteKey.replace(/^ANY /, ''), FUNCTION_OF_PREFIX[functionId.replace(/Function.*/, '')]]
    }),
  )
}
