/** Anything that answers requests. */
export interface RequestHandler {
  fetch(request: Request, env?: object): Response | Promise<Response>
}

/** The three functions behind the API's address on AWS. */
export interface Functions {
  readonly api: RequestHandler
  readonly public: RequestHandler
  readonly verification: RequestHandler
}

/** Path, as API Gateway writes it, to the function that answers it; the same as on AWS. */
export const ROUTES: ReadonlyMap<string, keyof Functions> = new Map([
  ['/v1/verifications', 'verification'],
  ['/verify', 'verification'],
  ['/vc-api/{proxy+}', 'verification'],
  ['/v1/platform/keys', 'verification'],
  ['/v1/platform/keys/{key}/compromise', 'verification'],
  ['/v1/communities/{slug}/members/{member}/did-challenges', 'verification'],
  ['/v1/communities/{slug}/members/{member}/dids', 'verification'],
  ['/v1/communities/{slug}/members/{member}/dids/{did}', 'verification'],
  ['/v1/claims/{claim}/endorsement-credentials', 'verification'],
  ['/v1/claims/{claim}/endorsement-credentials/{endorsement}', 'verification'],
  ['/credentials/{proxy+}', 'public'],
  ['/refresh/{proxy+}', 'public'],
  ['/awards/{proxy+}', 'public'],
  ['/communities/{proxy+}', 'public'],
  ['/achievements/{proxy+}', 'public'],
  ['/endorsements/{proxy+}', 'public'],
  ['/status/{proxy+}', 'public'],
  ['/objections/{proxy+}', 'public'],
  ['/receipts/{proxy+}', 'public'],
  ['/.well-known/{proxy+}', 'public'],
  ['/did.json', 'public'],
  ['/openapi.json', 'public'],
  ['/docs', 'public'],
  ['/docs/{proxy+}', 'public'],
  ['/v1/{proxy+}', 'api'],
  ['/healthz', 'api'],
  ['$default', 'api'],
])

/** Hands a request to the function that API Gateway would hand it to, by its path, with what is known of its socket. */
export const routeRequest =
  (functions: Functions) =>
  (request: Request, env?: object): Response | Promise<Response> => {
    const path = pathOf(request.url)
    // A path of its own goes before one with places in it, and that before the folder it lies in.
    const name = ROUTES.get(path) ?? functionOf(path) ?? ROUTES.get(folderOf(path)) ?? 'api'
    return functions[name].fetch(request, env)
  }

/** Paths with places for names and ids in them. */
const PATTERNS = [...ROUTES]
  .filter(([path]) => /\{\w+\}/.test(path))
  .map(([path, name]) => ({ name, pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`) }))

const functionOf = (path: string): keyof Functions | undefined =>
  PATTERNS.find(({ pattern }) => pattern.test(path))?.name

/** Everything between authority and query, as sent: also when it cannot be decoded. */
const pathOf = (url: string): string => /^[a-z]+:\/\/[^/?#]*([^?#]*)/.exec(url)?.[1] ?? '/'

const folderOf = (path: string): string => path.replace(/^(\/[^/]+\/).+$/s, '$1{proxy+}')
