import type { Context } from 'hono'
import type { ImageType } from '../domain/baking/uploaded-image.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import type { Result } from '../domain/shared/result.ts'
import { answerRefusal } from '../http/answer-refusal.ts'
import type { AppEnv } from '../http/app-env.ts'
import { isNotModified } from '../http/conditional.ts'

/** The request and answer of a public address. */
export type PublicContext = Context<AppEnv>

/** Bytes to be served exactly, or JSON made for this request. */
export interface TextAnswer {
  readonly text: string
  readonly mediaType: string
  /** SHA-256 of the bytes of `text`, base64url. */
  readonly digest: string
  readonly maxAgeSeconds: number
  /** Absent when the address has one form only. */
  readonly vary?: string
  /** Whether only the caller may keep it. @default false */
  readonly isPrivate?: boolean
}

/** Answers with exact bytes; the entity tag is their digest. */
export function answerText(
  c: PublicContext,
  { text, mediaType, digest, maxAgeSeconds, vary, isPrivate = false }: TextAnswer,
): Response {
  const etag = `"${digest}"`
  const headers = new Headers({
    ETag: etag,
    'Cache-Control': `${isPrivate ? 'private' : 'public'}, max-age=${maxAgeSeconds}`,
  })
  if (vary !== undefined) headers.set('Vary', vary)
  if (isNotModified(c.req.header('if-none-match'), etag)) return c.body(null, { status: 304, headers })
  headers.set('Content-Type', mediaType)
  return c.body(text, { status: 200, headers })
}

/** A picture, the same for as long as its entity tag is. */
export interface PictureAnswer {
  /** @default 200 */
  readonly status?: 200 | 404
  readonly mediaType: ImageType
  /** Whatever the bytes follow from; equal state gives equal bytes. */
  readonly state: readonly (string | number)[]
  /** Seconds, or that it never changes. */
  readonly keep: number | 'for-good'
  /** Made only when the client does not have it already. */
  readonly render: () => Promise<Result<Uint8Array, Refusal>>
}

const FOR_GOOD = 'public, max-age=31536000, immutable'

/**
 * A picture opened by itself runs nothing and loads nothing but the raster images inside it.
 *
 * @see https://www.w3.org/TR/CSP3/
 */
const PICTURE_SECURITY_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox"

/** Answers with a picture; pages of any site may show it (SVG-06). */
export async function answerPicture(
  c: PublicContext,
  { status = 200, mediaType, state, keep, render }: PictureAnswer,
): Promise<Response> {
  const etag = `"${c.get('edge').digests.sha256Base64Url(JSON.stringify([mediaType, ...state]))}"`
  const headers = new Headers({
    ETag: etag,
    'Cache-Control': keep === 'for-good' ? FOR_GOOD : `public, max-age=${keep}`,
    Vary: 'Accept',
  })
  if (status === 200 && isNotModified(c.req.header('if-none-match'), etag))
    return c.body(null, { status: 304, headers })
  const rendered = await render()
  if (!rendered.ok) return answerRefusal(c, rendered.error)
  headers.set('Content-Type', mediaType)
  headers.set('Content-Security-Policy', PICTURE_SECURITY_POLICY)
  headers.set('X-Content-Type-Options', 'nosniff')
  headers.set('Cross-Origin-Resource-Policy', 'cross-origin')
  return c.body(Uint8Array.from(rendered.value), { status, headers })
}
