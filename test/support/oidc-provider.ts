import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair } from 'jose'
import { Provider } from 'oidc-provider'
import { z } from 'zod'

const CLIENT = 'weavers-app'
const REDIRECT = 'https://app.example.org/callback'
/** The audience of access tokens. */
export const RESOURCE = 'https://badges.example.org/'
const TOKEN_SECONDS = 600

const TokensSchema = z.object({ id_token: z.string(), access_token: z.string() })

export interface TestProvider {
  readonly issuer: string
  /** The audience of its ID tokens. */
  readonly clientId: string
  /** Signs somebody in by the authorization code flow with PKCE. */
  readonly signIn: (subject: string) => Promise<{ readonly idToken: string; readonly accessToken: string }>
  readonly stop: () => void
}

/** A certified OpenID provider on loopback that signs anybody in, under the name the request hints at. */
export async function startOidcProvider(alg: 'RS256' | 'ES256' | 'EdDSA' = 'ES256'): Promise<TestProvider> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  // A server that listens on TCP has an address with a port.
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider = new Provider(issuer, await configure(alg))
  const serve = provider.callback()
  server.on('request', (request, response) => {
    if (request.url?.startsWith('/interaction/')) void signInAs(provider, request, response)
    else serve(request, response)
  })
  return {
    issuer,
    clientId: CLIENT,
    signIn: (subject) => signIn(issuer, subject),
    stop: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

async function configure(alg: 'RS256' | 'ES256' | 'EdDSA') {
  const { privateKey } = await generateKeyPair(alg, { extractable: true })
  const jwk = { ...(await exportJWK(privateKey)), alg, use: 'sig', kid: 'test' }
  return {
    jwks: { keys: [jwk] },
    cookies: { keys: [randomBytes(16).toString('hex')] },
    clients: [
      {
        client_id: CLIENT,
        token_endpoint_auth_method: 'none',
        redirect_uris: [REDIRECT],
        id_token_signed_response_alg: alg,
      },
    ],
    enabledJWA: { idTokenSigningAlgValues: [alg] },
    features: {
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: () => ({
          scope: 'claims',
          audience: RESOURCE,
          accessTokenTTL: TOKEN_SECONDS,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg } },
        }),
        useGrantedResource: () => true,
      },
    },
    ttl: { IdToken: TOKEN_SECONDS, AccessToken: TOKEN_SECONDS, Interaction: 60, Session: 60, Grant: 60 },
    findAccount: (_context: unknown, sub: string) => ({ accountId: sub, claims: () => ({ sub }) }),
    interactions: { url: (_context: unknown, { uid }: { readonly uid: string }) => `/interaction/${uid}` },
    async loadExistingGrant(context: {
      readonly oidc: {
        readonly provider: Provider
        readonly session: { readonly accountId: string }
        readonly client: { readonly clientId: string }
      }
    }) {
      const { provider, session, client } = context.oidc
      const grant = new provider.Grant({ accountId: session.accountId, clientId: client.clientId })
      grant.addOIDCScope('openid')
      grant.addResourceScope(RESOURCE, 'claims')
      await grant.save()
      return grant
    },
  }
}

async function signInAs(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { params } = await provider.interactionDetails(request, response)
  await provider.interactionFinished(request, response, { login: { accountId: params['login_hint'] } })
}

async function signIn(issuer: string, subject: string) {
  const verifier = randomBytes(32).toString('base64url')
  const query = new URLSearchParams({
    client_id: CLIENT,
    response_type: 'code',
    redirect_uri: REDIRECT,
    scope: 'openid claims',
    resource: RESOURCE,
    login_hint: subject,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  })
  const code = await followToCode(`${issuer}/auth?${query}`)
  const answer = await fetch(`${issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: CLIENT,
      redirect_uri: REDIRECT,
      code,
      code_verifier: verifier,
    }),
  })
  if (!answer.ok) throw new Error(`the token endpoint answered ${answer.status}: ${await answer.text()}`)
  const tokens = TokensSchema.parse(await answer.json())
  return { idToken: tokens.id_token, accessToken: tokens.access_token }
}

/** Plays the browser: follows redirects, with cookies, until the client is named. */
async function followToCode(start: string): Promise<string> {
  const cookies = new Map<string, string>()
  let url = new URL(start)
  for (let step = 0; step < 10; step++) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(url, { redirect: 'manual', headers: { cookie } })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
    const location = answer.headers.get('location')
    if (location === null) throw new Error(`${url.pathname} answered ${answer.status}: ${await answer.text()}`)
    url = new URL(location, url)
    const code = url.searchParams.get('code')
    if (url.href.startsWith(REDIRECT) && code !== null) return code
    if (url.href.startsWith(REDIRECT)) throw new Error(`sign-in ended with ${url.search}`)
  }
  throw new Error('sign-in never ended')
}
