import type { Context, TypedResponse } from 'hono'
import type { AppEnv } from './app-env.ts'
import { PROBLEM_JSON, type ProblemSource, RETRY_AFTER_SECONDS, toProblem } from './problems.ts'

/**
 * A problem as an answer. Its body and status are typed `never` so that it fits every route; that a route declares the
 * statuses it answers is checked on the answers themselves, wherever the assembled application is tested.
 */
export type RefusalAnswer = Response & TypedResponse<never, never, never>

/** Answers a refusal with its problem document. */
export function answerRefusal<Env extends AppEnv>(c: Context<Env>, refusal: ProblemSource): RefusalAnswer {
  const problem = toProblem(refusal, c.get('edge').publicUrl, c.req.path)
  const headers = new Headers({ 'content-type': PROBLEM_JSON, 'cache-control': 'no-store' })
  if (problem.status === 401) headers.set('www-authenticate', challengeOf(c))
  if (problem.status === 429 || problem.status === 503) headers.set('retry-after', String(RETRY_AFTER_SECONDS))
  // The rest of such a body is not read, so nothing can follow it on this connection.
  if (problem.status === 413) headers.set('connection', 'close')
  const answer: Response = c.body(JSON.stringify(problem), { status: problem.status, headers })
  return answer as RefusalAnswer // a Response carries no type of its body and status
}

/** RFC 6750 §3: an error is named only when credentials were sent. */
const challengeOf = (c: Context): string =>
  c.req.header('authorization') === undefined
    ? 'Bearer realm="peerbadge"'
    : 'Bearer realm="peerbadge", error="invalid_token"'
