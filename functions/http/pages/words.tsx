import { raw } from 'hono/html'
import { type Language, toDateInWords } from './languages.ts'
import { excerpt, toSafeHtml } from './markdown.ts'

/** Markdown by a community or a member. */
export const Prose = ({ text, lang }: { readonly text: string; readonly lang?: string | undefined }) => (
  <div {...(lang === undefined ? {} : { lang })} dir="auto">
    {raw(toSafeHtml(text))}
  </div>
)

interface ExcerptProps {
  readonly text: string
  readonly max: number
  readonly rest: { readonly href: string; readonly words: string }
  readonly lang?: string | undefined
}

/** Names have 200 characters at most; where many stand on a page, this many tell them apart. */
const NAME_CHARACTERS = 80

/** A name in its own writing direction, cut where it is very long. */
export const Name = ({ name }: { readonly name: string }) => <bdi>{excerpt(name, NAME_CHARACTERS).text}</bdi>

/** At most so many characters of a text, with a way to the rest. */
export const Excerpt = ({ text, max, rest, lang }: ExcerptProps) => {
  const shown = excerpt(text, max)
  return (
    <>
      {shown.text === '' ? null : <Prose text={shown.text} lang={lang} />}
      {shown.isCut ? (
        <p class="soft">
          <a href={rest.href}>{rest.words}</a>
        </p>
      ) : null}
    </>
  )
}

/** A date in words that machines can read too. */
export const DateInWords = ({ at, language }: { readonly at: string; readonly language: Language }) => (
  <time datetime={at}>{toDateInWords(at, language)}</time>
)

/** Whether a URI is an address that may stand in a link. */
export const isWebAddress = (uri: string): boolean => /^https?:\/\//.test(uri)

/** A link when the URI is an address of the web, plain text otherwise. */
export const MaybeLink = ({ uri, words }: { readonly uri: string | undefined; readonly words: string }) =>
  uri !== undefined && isWebAddress(uri) ? (
    <a href={uri} rel="nofollow ugc noreferrer">
      <bdi>{words}</bdi>
    </a>
  ) : (
    <bdi>{words}</bdi>
  )

/** What outside frameworks call the same, or nearly so. */
export const Alignments = ({
  alignment,
}: {
  readonly alignment: readonly {
    readonly targetName: string
    readonly targetUrl: string
    readonly targetFramework?: unknown
    readonly targetCode?: unknown
  }[]
}) => (
  <ul>
    {alignment.map(({ targetName, targetUrl, targetFramework, targetCode }) => {
      const place = [targetFramework, targetCode].filter((part) => typeof part === 'string').join(', ')
      return (
        <li>
          <MaybeLink uri={targetUrl} words={targetName} />
          {place === '' ? null : ` (${place})`}
        </li>
      )
    })}
  </ul>
)

/** The picture of a badge with the text that stands for it. */
export const BadgePicture = ({
  image,
}: {
  readonly image: { readonly id: string; readonly caption?: string | undefined } | undefined
}) =>
  image === undefined ? null : (
    <img class="badge" src={image.id} alt={image.caption ?? ''} width="128" height="128" loading="lazy" />
  )
