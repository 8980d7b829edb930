import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { AppEnv } from '../app-env.ts'
import { isNotModified } from '../conditional.ts'
import { takesGzip } from '../negotiate.ts'
import { type FittedPage, toGzip } from './fit-page.ts'
import { pageSecurityPolicy } from './page-style.ts'

/** What a page may do, and the language it is in. */
interface PageManners {
  readonly language: string
  /** Whether it holds a form that is sent back to this service. @default false */
  readonly hasForm?: boolean
}

/** A page for people that anyone may keep for a while. */
interface PageAnswer extends PageManners {
  /** Made only when the client does not have it already. */
  readonly render: () => Promise<FittedPage>
  /** Whatever the page depends on; equal state gives an equal page. */
  readonly state: readonly (string | number)[]
  /** The address of the same object as JSON, and its media type; absent of pages that stand for no object. */
  readonly alternate?: { readonly url: string; readonly mediaType: string }
}

const PAGE_MAX_AGE_SECONDS = 60

/** Answers with a page: compressed when the client takes it, and therefore under a weak entity tag. */
export async function answerPage<Env extends AppEnv>(
  c: Context<Env>,
  { render, state, language, alternate, hasForm = false }: PageAnswer,
): Promise<Response> {
  const { digests } = c.get('edge')
  const securityPolicy = pageSecurityPolicy(digests, { hasForm })
  const etag = `W/"${digests.sha256Base64Url(JSON.stringify([securityPolicy, language, ...state]))}"`
  const headers = new Headers({
    ETag: etag,
    'Cache-Control': `public, max-age=${PAGE_MAX_AGE_SECONDS}`,
    Vary: 'Accept, Accept-Language, Accept-Encoding',
  })
  if (isNotModified(c.req.header('if-none-match'), etag)) return c.body(null, { status: 304, headers })
  if (alternate) headers.set('Link', `<${alternate.url}>; rel="alternate"; type="${alternate.mediaType}"`)
  return answerHtml(c, headers, 200, { language, securityPolicy }, await render())
}

/** A page for the one who asked, made from what they sent. */
interface OneTimePageAnswer extends PageManners {
  readonly status: ContentfulStatusCode
  readonly page: FittedPage
  readonly headers?: Readonly<Record<string, string>>
}

/** Answers with a page that nobody keeps and no search engine lists. */
export function answerOneTimePage<Env extends AppEnv>(
  c: Context<Env>,
  { status, page, language, hasForm = false, headers: more = {} }: OneTimePageAnswer,
): Promise<Response> {
  const headers = new Headers({
    'Cache-Control': 'no-store',
    'X-Robots-Tag': 'noindex',
    Vary: 'Accept-Language, Accept-Encoding',
    ...more,
  })
  const securityPolicy = pageSecurityPolicy(c.get('edge').digests, { hasForm })
  return answerHtml(c, headers, status, { language, securityPolicy }, page)
}

async function answerHtml<Env extends AppEnv>(
  c: Context<Env>,
  headers: Headers,
  status: ContentfulStatusCode,
  { language, securityPolicy }: { readonly language: string; readonly securityPolicy: string },
  { html, gzipped }: FittedPage,
): Promise<Response> {
  headers.set('Content-Type', 'text/html; charset=utf-8')
  headers.set('Content-Language', language)
  headers.set('Content-Security-Policy', securityPolicy)
  headers.set('Referrer-Policy', 'no-referrer')
  if (!takesGzip(c.req.header('accept-encoding'))) return c.body(html, { status, headers })
  headers.set('Content-Encoding', 'gzip')
  return c.body(gzipped ?? (await toGzip(html)), { status, headers })
}
