import { RequestError } from '@hono/node-server'
import { PROBLEM_JSON, type ProblemSource, toProblem } from '../http/problems.ts'
import type { Log } from '../ports/log.ts'

const UNREADABLE: ProblemSource = {
  code: 'invalid_request',
  detail: 'The address or the Host header is not well-formed.',
}

/** Answers what never reached a function, as API Gateway would: an address that cannot be read, or a fault on the way. */
export const answerUnroutable =
  (publicUrl: string, log: Log) =>
  (error: unknown): Response => {
    const isUnreadable = error instanceof RequestError
    if (!isUnreadable) log.error('request_failed', {}, error)
    const problem = toProblem(isUnreadable ? UNREADABLE : { code: 'internal_error' }, publicUrl, '/')
    return Response.json(problem, {
      status: problem.status,
      headers: { 'content-type': PROBLEM_JSON, 'cache-control': 'no-store' },
    })
  }
