import type { MiddlewareHandler } from 'hono'
import { isFromVerification } from '../domain/shared/loop-mark.ts'
import { answerRefusal } from './answer-refusal.ts'
import type { AppEnv } from './app-env.ts'

/**
 * Refuses what a verification asks for while it looks something up: one that leads back to another, by a redirect or a
 * proxy, would go on for as long as anyone likes.
 */
export const refuseLoops: MiddlewareHandler<AppEnv> = async (c, next) =>
  isFromVerification(c.req.header('cdn-loop')) ? answerRefusal(c, { code: 'verification_loop' }) : next()
