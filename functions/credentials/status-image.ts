import { toDateInWords } from '../http/pages/languages.ts'
import type { Standing } from './read-badge.ts'

/** How a badge stands, or that there is none. */
export type ShownStatus = Standing | { readonly kind: 'missing' }

interface Look {
  readonly word: string
  /** A mark that tells it without reading and without colour, in a square of 24 units. */
  readonly mark: string
  readonly tone: 'good' | 'bad' | 'open'
}

const LOOKS: Readonly<Record<ShownStatus['kind'], Look>> = {
  valid: { word: 'Valid', mark: 'M6 12.5l4 4 8-9', tone: 'good' },
  suspended: { word: 'Suspended', mark: 'M9.5 7v10M14.5 7v10', tone: 'bad' },
  revoked: { word: 'Revoked', mark: 'M7.5 7.5l9 9M16.5 7.5l-9 9', tone: 'bad' },
  expired: { word: 'Expired', mark: 'M12 6.5V12l4 2.5', tone: 'bad' },
  missing: { word: 'No such badge', mark: 'M9 9.5a3 3 0 1 1 4.2 2.8q-1.2.5-1.2 1.9M12 17.4v.1', tone: 'open' },
}

/** What screen readers say, and what appears beside the pointer when the picture is opened by itself. */
function describe(status: ShownStatus): string {
  switch (status.kind) {
    case 'valid':
      return 'The badge is not revoked, not suspended and not expired.'
    case 'suspended':
      return `The badge is not valid until it is reinstated.${since(status.at)}`
    case 'revoked':
      return `The badge is no longer valid.${since(status.at)}`
    case 'expired':
      return `The badge is no longer valid.${since(status.at)}`
    case 'missing':
      return 'There is no badge at this address, or it is not here any more.'
  }
}

const since = (instant: string | undefined): string =>
  instant === undefined ? '' : ` It has been so since ${toDateInWords(instant, 'en')}.`

/** Counts up when the picture comes out otherwise than before. */
export const STATUS_IMAGE_EDITION = 1

const STYLE = `
.paper{fill:#fdfcfa;stroke:#8c877d}.soft{fill:#55524c}.good{--tone:#1b5b33}.bad{--tone:#8c1c1c}.open{--tone:#55524c}
.word{fill:var(--tone)}.disc{fill:none;stroke:var(--tone);stroke-width:2}.mark{fill:none;stroke:var(--tone);stroke-width:2.5;stroke-linecap:round;stroke-linejoin:round}
text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
@media(prefers-color-scheme:dark){.paper{fill:#1a1917;stroke:#7a756c}.soft{fill:#b5b0a6}.good{--tone:#8fd3a6}.bad{--tone:#f2a4a0}.open{--tone:#b5b0a6}}`

/**
 * How a badge stands now, as a small SVG for other sites: a word, a mark and a colour that say the same, on paper of its own.
 * It runs nothing, loads nothing and holds nothing that anyone wrote.
 */
export function drawStatus(status: ShownStatus): string {
  const { word, mark, tone } = LOOKS[status.kind]
  return `<svg xmlns="http://www.w3.org/2000/svg" width="176" height="48" viewBox="0 0 176 48" role="img" aria-labelledby="title desc">
<title id="title">Badge status: ${word}</title>
<desc id="desc">${describe(status)}</desc>
<style>${STYLE}</style>
<rect class="paper" x=".5" y=".5" width="175" height="47" rx="8"/>
<g class="${tone}" aria-hidden="true"><g transform="translate(12 12)"><circle class="disc" cx="12" cy="12" r="11"/><path class="mark" d="${mark}"/></g>
<text class="soft" x="48" y="19" font-size="11">Badge status</text>
<text class="word" x="48" y="37" font-size="16" font-weight="600">${word}</text></g>
</svg>
`
}
