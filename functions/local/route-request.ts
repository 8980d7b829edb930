/** Anything that answers requests. */
export interface RequestHandler {
  fetch(request: Request): Response | Promise<Response>
}

/** The three functions behind the API's address on AWS. */
export interface Functions {
  readonly api: RequestHandler
  readonly public: RequestHandler
  readonly verification: RequestHandler
}

const PUBLIC = /^\/(credentials|awards|communities|achievements|endorsements|status|\.well-known)(\/|$)/
const VERIFICATION = /^\/(verify|v1\/verifications)(\/|$)/

/** Hands a request to the function that API Gateway would hand it to, by its path. */
export const routeRequest =
  (functions: Functions) =>
  (request: Request): Response | Promise<Response> => {
    const path = pathOf(request.url)
    if (VERIFICATION.test(path)) return functions.verification.fetch(request)
    if (PUBLIC.test(path)) return functions.public.fetch(request)
    return functions.api.fetch(request)
  }

/** Everything between authority and query, as sent: also when it cannot be decoded. */
const pathOf = (url: string): string => /^[a-z]+:\/\/[^/?#]*([^?#]*)/.exec(url)?.[1] ?? '/'
