import type { OpenWeb, WebAnswer, WebRequest } from '../../ports/web.ts'
import { createGuardedFetch, type GuardedFetchOptions, OutboundRefused } from './guarded-fetch.ts'

/** Asks each address once, over the guarded client, until the time of the verification is over. */
export const guardedWeb =
  (options: Pick<GuardedFetchOptions, 'resolve' | 'connect' | 'allowLoopbackHttp'>): OpenWeb =>
  ({ milliseconds }) => {
    const endsAt = performance.now() + milliseconds
    const remainingMilliseconds = () => Math.max(0, Math.floor(endsAt - performance.now()))
    const asked = new Map<string, Promise<WebAnswer>>()
    const ask = async (url: string, { accept, maxBytes }: WebRequest): Promise<WebAnswer> => {
      const timeoutMilliseconds = remainingMilliseconds()
      if (timeoutMilliseconds === 0) return { kind: 'unavailable', reason: 'timed_out' }
      try {
        const fetch = createGuardedFetch({ ...options, maxBytes, timeoutMilliseconds })
        const { status, headers, bytes } = await fetch(url, { accept })
        if (status === 404 || status === 410) return { kind: 'absent', status }
        if (status !== 200) return { kind: 'unavailable', reason: 'answered_otherwise', detail: String(status) }
        const mediaType = headers['content-type']?.split(';')[0]?.trim().toLowerCase()
        return { kind: 'found', url, mediaType, bytes }
      } catch (error) {
        if (!(error instanceof OutboundRefused)) throw error
        return { kind: 'unavailable', reason: error.code === 'redirected' ? 'too_many_redirects' : error.code }
      }
    }
    return {
      remainingMilliseconds,
      get(url, request) {
        const key = `${request.accept}\n${url}`
        const asking = asked.get(key) ?? ask(url, request)
        asked.set(key, asking)
        return asking
      },
    }
  }
