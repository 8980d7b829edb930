import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import { LANGUAGES, type Language } from './languages.ts'
import { PAGE_STYLE } from './page-style.ts'

export interface LayoutProps {
  readonly language: Language
  readonly title: string
  /** Names the site in previews: the community's name. */
  readonly siteName: string
  readonly description: string
  /** The address of the page. */
  readonly url: string
  readonly imageUrl?: string | undefined
  readonly alternate?: { readonly url: string; readonly mediaType: string }
  /** Whether search engines are asked to leave it alone. @default false */
  readonly isUnlisted?: boolean
  /** Above the content: whose page it is. */
  readonly header: Child
  readonly children: Child
  readonly footer: Child
}

/** What every page has in common: one header, one main part, one footer, no script and nothing from elsewhere. */
export const Layout = (props: LayoutProps) => (
  <html lang={props.language}>
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{props.title}</title>
      <meta name="description" content={props.description} />
      <meta property="og:type" content="website" />
      <meta property="og:title" content={props.title} />
      <meta property="og:description" content={props.description} />
      <meta property="og:url" content={props.url} />
      <meta property="og:site_name" content={props.siteName} />
      {props.imageUrl === undefined ? null : <meta property="og:image" content={props.imageUrl} />}
      <link rel="canonical" href={props.url} />
      {props.alternate === undefined ? null : (
        <link rel="alternate" type={props.alternate.mediaType} href={props.alternate.url} />
      )}
      {props.isUnlisted ? <meta name="robots" content="noindex" /> : null}
      <style>{raw(PAGE_STYLE)}</style>
    </head>
    <body>
      <a class="skip" href="#content">
        {LANGUAGES[props.language].skipToContent}
      </a>
      <header>{props.header}</header>
      <main id="content">{props.children}</main>
      <footer>{props.footer}</footer>
    </body>
  </html>
)

/** Marks that turn the writing direction of whatever follows, also of our own words behind a name. */
const DIRECTION_MARKS = /[\u202A-\u202E\u2066-\u2069]/g

/** The whole document as text. Names and texts are laid out by the letters they hold, not by hidden marks. */
export const toDocument = (page: { toString(): string | Promise<string> }): string =>
  `<!doctype html>\n${page}`.replace(DIRECTION_MARKS, '')
