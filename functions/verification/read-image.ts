import { stripPng, unbakePng } from '../domain/baking/bake-png.ts'
import { unbakeSvg } from '../domain/baking/bake-svg.ts'
import type { ImageRefusal } from '../domain/baking/image-refusal.ts'
import { isCredential, type ParseXml, readSvg } from '../domain/baking/svg-document.ts'
import { hasMisplacedCredential, unbakeOlderPng, unbakeOlderSvg } from '../domain/baking/unbake-older.ts'
import { canParseUrl } from '../domain/shared/can-parse-url.ts'
import { err, ok } from '../domain/shared/result.ts'
import { fail, warn } from './check.ts'
import { readText } from './read-text.ts'
import type { HostedAssertion, ReadCredential, Reading } from './reading.ts'

/**
 * The credential that is baked into a PNG. Nothing in it is unpacked, so a chunk that would swell costs nothing (PNG-07). An
 * image of Open Badges 1 or 2 gives its assertion.
 */
export function readPng(png: Uint8Array): Reading {
  const baked = unbakePng(png)
  if (baked.ok) return withNotice(readText(baked.value, 'png'), !stripPng(png).ok)
  if (baked.error.code !== 'no_credential') return refuse(baked.error)
  if (hasMisplacedCredential(png)) return err(MISPLACED)
  const older = unbakeOlderPng(png)
  return older === undefined ? refuse(baked.error) : readOlder(older, 'png')
}

/** The credential that is baked into an SVG, as {@link readPng}. */
export function readSvgText(parseXml: ParseXml, svg: string): Reading {
  const baked = unbakeSvg(parseXml, svg)
  if (baked.ok) return withNotice(readText(baked.value.text, 'svg'), hasSeveral(parseXml, svg))
  if (baked.error.code !== 'no_credential') return refuse(baked.error)
  const older = unbakeOlderSvg(parseXml, svg)
  return older === undefined ? refuse(baked.error) : readOlder(older, 'svg')
}

function hasSeveral(parseXml: ParseXml, svg: string): boolean {
  const read = readSvg(parseXml, svg)
  return read.ok && read.value.elements.filter(isCredential).length > 1
}

/** The first counts (PNG-05, SVG-05); whoever looks at the image with another tool may see another. */
const withNotice = (reading: Reading<ReadCredential>, isOneOfSeveral: boolean): Reading =>
  reading.ok && isOneOfSeveral ? ok({ ...reading.value, notices: [SEVERAL] }) : reading

/** An assertion, or the address it is published at. */
function readOlder(text: string, form: HostedAssertion['form']): Reading {
  const address = text.trim()
  return /^https?:\/\/\S{1,2040}$/i.test(address) && canParseUrl(address)
    ? ok({ form, hostedAt: address })
    : readText(text, form)
}

const SEVERAL = warn(
  'parse',
  'SEVERAL_CREDENTIALS',
  'The image holds more than one badge. Only the first was looked at; another tool may show another.',
)

const MISPLACED = fail(
  'parse',
  'CREDENTIAL_CHUNK_TYPE',
  'The badge stands in a kind of text chunk of the PNG that the standard does not allow, so it is not read.',
)

const refuse = ({ code }: ImageRefusal): Reading<never> => {
  switch (code) {
    case 'no_credential':
      return err(fail('parse', 'IMAGE_WITHOUT_CREDENTIAL', 'There is no badge in this image.'))
    case 'png_truncated':
      return err(fail('parse', 'IMAGE_TRUNCATED', 'The image is cut off before its end.'))
    case 'png_too_large':
    case 'svg_too_large':
      return err(
        fail('parse', 'IMAGE_TOO_LARGE', 'The image is larger, or has more parts, than one with a badge in it.'),
      )
    case 'png_credential_compressed':
      return err(
        fail(
          'parse',
          'CREDENTIAL_COMPRESSED',
          'The badge in this image is compressed, which the standard does not allow.',
        ),
      )
    case 'png_credential_malformed':
    case 'svg_credential_malformed':
      return err(
        fail('parse', 'CREDENTIAL_MALFORMED', 'The place of the badge in this image holds nothing that can be read.'),
      )
    default:
      return err(fail('parse', 'IMAGE_INVALID', `The image is damaged, or is not built as ${kindOf(code)} is.`))
  }
}

const kindOf = (code: ImageRefusal['code']): string => (code.startsWith('svg') ? 'an SVG with a badge' : 'a PNG')
