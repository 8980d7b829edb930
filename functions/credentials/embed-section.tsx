import type { Id } from '../domain/shared/ids.ts'
import type { publicUrls } from '../domain/shared/public-urls.ts'
import { MESSAGES, type PageLanguage } from './messages.ts'

interface Embedded {
  readonly urls: ReturnType<typeof publicUrls>
  readonly id: Id
  /** What the badge is called, and by whom it was given. */
  readonly name: string
  readonly issuerName: string
}

/** A line of HTML that shows on any page how a badge stands now, and leads to its verification; without script. */
const toEmbedHtml = ({ urls, id }: Pick<Embedded, 'urls' | 'id'>, alt: string): string => {
  const attribute = (name: string, value: string) => `${name}="${escapeAttribute(value)}"`
  const link = attribute('href', urls.verify(urls.credential(id)))
  const image = [attribute('src', urls.statusImage(id)), 'width="176" height="48"', attribute('alt', alt)].join(' ')
  return `<a ${link}><img ${image}></a>`
}

const escapeAttribute = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/\s+/g, ' ')

/** How to show the badge elsewhere. */
export const EmbedSection = ({ language, ...embedded }: Embedded & { readonly language: PageLanguage }) => {
  const words = MESSAGES[language].embed
  return (
    <section aria-labelledby="embed">
      <h2 id="embed">{words.heading}</h2>
      <p>{words.intro}</p>
      <pre>
        <code>{toEmbedHtml(embedded, words.alt(embedded.name, embedded.issuerName))}</code>
      </pre>
      <p class="soft">{words.note}</p>
    </section>
  )
}
