import type { Env, Hono } from 'hono'
import { handle } from 'hono/aws-lambda'

/** Makes an application the handler of a Lambda behind an HTTP API (payload format 2.0). */
export const toLambdaHandler = <E extends Env>(app: Hono<E>) => handle(app)
