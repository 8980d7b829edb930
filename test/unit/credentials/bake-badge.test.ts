import { describe, expect, it } from 'vitest'
import { zlibDeflate } from '../../../functions/adapters/compression/zlib-deflate.ts'
import { parseXml } from '../../../functions/adapters/xml/xmldom-parser.ts'
import { loadPicture } from '../../../functions/credentials/achievement-picture.ts'
import { bakeBadge } from '../../../functions/credentials/bake-badge.ts'
import { MAX_BAKED_BYTES } from '../../../functions/domain/baking/bake-png.ts'
import { type BadgeImage, IMAGE_TYPES, type ImageType } from '../../../functions/domain/baking/uploaded-image.ts'
import { anAchievementVersion } from '../../support/builders.ts'

const BASE_URL = 'https://badges.example.org'
const JWS = 'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJ4In0.c2ln'
const images = { load: async () => undefined }
const pictureOf = (mediaType: ImageType) =>
  loadPicture({ images, deflate: zlibDeflate }, anAchievementVersion(), BASE_URL, mediaType)
const bake = (image: BadgeImage, text: string, form: 'embedded' | 'jwt' = 'embedded') =>
  bakeBadge(parseXml, image, text, form)

describe('bakeBadge', () => {
  it.each(IMAGE_TYPES)(
    'PNG-08, SVG-04: bakes JSON in any script and with any marks into a generated %s',
    async (type) => {
      const picture = await pictureOf(type)
      for (const text of ['बुनाई 🧵', ']]>', '<!--', '\u2028\u0085', '&amp;', '\r\n', '\ufffd\ufeff'])
        expect(bake(picture, JSON.stringify({ text, list: [] })).ok, text).toBe(true)
    },
  )

  it('SVG-04: holds characters that XML has no place for as JSON escapes, which are the same JSON', async () => {
    expect(bake(await pictureOf('image/svg+xml'), '{"a":"\uffff\ufffe"}').ok).toBe(true)
  })

  it.each(IMAGE_TYPES)('PNG-03, SVG-03: bakes a compact JWS into a generated %s', async (mediaType) => {
    const baked = bake(await pictureOf(mediaType), JWS, 'jwt')
    expect(Buffer.from(baked.ok ? baked.value : []).toString('latin1')).toContain(JWS)
  })

  it('refuses a badge too large for a picture', async () => {
    const text = JSON.stringify('x'.repeat(MAX_BAKED_BYTES))
    expect(bake(await pictureOf('image/png'), text)).toMatchObject({ ok: false, error: { code: 'png_too_large' } })
  })

  it('refuses a picture that is none', () => {
    const bytes = new TextEncoder().encode('GIF89a')
    expect(bake({ mediaType: 'image/png', bytes }, JWS)).toMatchObject({ error: { code: 'not_an_image' } })
    expect(bake({ mediaType: 'image/svg+xml', bytes }, '{}')).toMatchObject({ error: { code: 'svg_not_well_formed' } })
  })
})

describe('loadPicture', () => {
  it('fails when an upload that a version names is gone', async () => {
    const image = { id: `${BASE_URL}/communities/weavers/images/${'a'.repeat(43)}`, caption: 'A loom' }
    const picture = loadPicture(
      { images, deflate: zlibDeflate },
      anAchievementVersion({ image }),
      BASE_URL,
      'image/png',
    )
    await expect(picture).rejects.toThrow('is missing')
  })
})
