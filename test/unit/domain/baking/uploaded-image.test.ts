import { describe, expect, it } from 'vitest'
import { parseXml } from '../../../../functions/adapters/xml/xmldom-parser.ts'
import { bakePng } from '../../../../functions/domain/baking/bake-png.ts'
import { bakeSvg } from '../../../../functions/domain/baking/bake-svg.ts'
import { describeImageRefusal } from '../../../../functions/domain/baking/image-refusal.ts'
import { readImageUri, takeUploadedImage } from '../../../../functions/domain/baking/uploaded-image.ts'
import { aPng } from '../../../support/png.ts'

const SVG = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
const PIXEL = aPng().toString('base64')
const svgOf = (content: string) => `<svg ${SVG} xmlns:i="http://www.inkscape.org/namespaces/inkscape">${content}</svg>`
const take = (svg: string | Buffer) =>
  takeUploadedImage(parseXml, { mediaType: 'image/svg+xml', bytes: Buffer.from(svg) })

describe('takeUploadedImage', () => {
  it.each([
    ['a script', '<script>alert(1)</script>', 'svg_active_content'],
    ['a script of another prefix', '<s:script xmlns:s="http://www.w3.org/2000/svg"/>', 'svg_active_content'],
    ['a handler', '<rect onclick="alert(1)"/>', 'svg_active_content'],
    ['a handler in capitals', '<rect ONLOAD="alert(1)"/>', 'svg_active_content'],
    [
      'a foreign object',
      '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>',
      'svg_active_content',
    ],
    ['HTML', '<p xmlns="http://www.w3.org/1999/xhtml">x</p>', 'svg_foreign_content'],
    ['an element of no namespace', '<script xmlns="">1</script>', 'svg_foreign_content'],
    [
      'XInclude',
      '<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>',
      'svg_foreign_content',
    ],
    ['a link', '<a href="https://x.example/"><rect/></a>', 'svg_active_content'],
    ['an iframe', '<iframe src="https://x.example/"/>', 'svg_active_content'],
    ['an image from elsewhere', '<image href="https://x.example/a.png"/>', 'svg_external_reference'],
    ['the same by xlink', '<image xlink:href="//x.example/a.png"/>', 'svg_external_reference'],
    ['a use of another file', '<use href="other.svg#a"/>', 'svg_external_reference'],
    ['an SVG inside', '<image href="data:image/svg+xml;base64,PHN2Zy8+"/>', 'svg_external_reference'],
    ['a javascript address', '<use href="javascript:alert(1)"/>', 'svg_external_reference'],
    ['a reference behind a space', '<use href=" https://x.example/"/>', 'svg_external_reference'],
    ['a filter image', '<filter><feImage href="https://x.example/a.png"/></filter>', 'svg_external_reference'],
    ['a fill from elsewhere', '<rect fill="url(https://x.example/#a)"/>', 'svg_external_reference'],
    ['a fill in quotes', `<rect fill="URL ( 'a.svg#b' )"/>`, 'svg_external_reference'],
    ['a hidden fill', '<rect fill="u\\72l(https://x.example/)"/>', 'svg_external_reference'],
    ['a style attribute that loads', '<rect style="fill:url(x.svg#a)"/>', 'svg_external_reference'],
    ['an import', '<style>@import "https://x.example/a.css";</style>', 'svg_external_reference'],
    ['an import in two halves', '<style>@im<!-- -->port "x.css";</style>', 'svg_external_reference'],
    ['an import in CDATA', '<style><![CDATA[@import "x.css";]]></style>', 'svg_external_reference'],
    ['a font', '<style>@font-face{src:url(x.woff)}</style>', 'svg_external_reference'],
    ['a background', '<style>rect{background:image-set("x.png" 1x)}</style>', 'svg_external_reference'],
    ['an escape in a style', '<style>rect{fill:u\\52l(x)}</style>', 'svg_external_reference'],
    ['an animation of a link', '<use href="#a"><set attributeName="href" to="#b"/></use>', 'svg_active_content'],
    ['an animation by xlink', '<use><animate attributeName="xlink:href" values="#b"/></use>', 'svg_active_content'],
    ['an animation of a handler', '<rect><set attributeName="onclick" to="x"/></rect>', 'svg_active_content'],
    ['another base', '<g xml:base="https://x.example/"/>', 'svg_external_reference'],
    ['an entity', '&x;', 'svg_entity'],
    ['a style sheet instruction', '<?xml-stylesheet href="x"?>', 'svg_processing_instruction'],
  ])('SVG-06: refuses %s, and says where', (_, content, code) => {
    const refused = take(svgOf(content))
    expect(refused).toMatchObject({ ok: false, error: { code } })
    if (!refused.ok) expect(describeImageRefusal(refused.error)).toMatch(/^SVG-06 svg_\w+: .+ \(at character \d+\)\.$/)
  })

  it('SVG-06: refuses a handler on the root, a document type, and another encoding', () => {
    expect(take(`<svg ${SVG} onload="x"/>`)).toMatchObject({ error: { code: 'svg_active_content', at: 0 } })
    expect(take(`<!DOCTYPE svg><svg ${SVG}/>`)).toMatchObject({ error: { code: 'svg_doctype' } })
    expect(take(`<?xml version="1.0" encoding="UTF-7"?><svg ${SVG}/>`)).toMatchObject({
      error: { code: 'svg_not_well_formed' },
    })
    expect(take(Buffer.from(`\ufeff<svg ${SVG}/>`, 'utf16le'))).toMatchObject({
      error: { code: 'svg_not_well_formed' },
    })
  })

  it('takes what drawings are made of, character for character', () => {
    const svg = svgOf(
      `<title>Weave (plain)</title><i:path-effect/><defs><linearGradient id="a"/></defs>
      <style>.a{fill:url(#a);color:rgb(1,2,3)} @media print{.a{fill:none}}</style>
      <rect class="a" fill="url('#a')" style="stroke:url(#a)" i:label="x"/><use xlink:href="#a"/>
      <image href="data:image/png;base64,${PIXEL}"/><animate attributeName="opacity" to="1"/>`,
    )
    const taken = take(svg)
    expect(taken.ok && Buffer.from(taken.value.bytes).toString()).toBe(svg)
  })

  it('SVG-05, PNG-04: stores a baked upload without its credential', () => {
    const svg = svgOf('<rect/>')
    const bakedSvg = bakeSvg(parseXml, svg, '{"a":1}', 'embedded')
    const taken = take(bakedSvg.ok ? bakedSvg.value : '')
    expect(taken.ok && Buffer.from(taken.value.bytes).toString()).not.toContain('credential>')
    const bakedPng = bakePng(aPng(), '{"a":1}')
    expect(
      takeUploadedImage(parseXml, { mediaType: 'image/png', bytes: bakedPng.ok ? bakedPng.value : aPng() }),
    ).toEqual({ ok: true, value: { mediaType: 'image/png', bytes: new Uint8Array(aPng()) } })
  })

  it('refuses an image of another form than it claims', () => {
    expect(take(aPng())).toMatchObject({ ok: false, error: { code: 'svg_not_well_formed' } })
    expect(takeUploadedImage(parseXml, { mediaType: 'image/png', bytes: Buffer.from(svgOf('')) })).toMatchObject({
      ok: false,
      error: { code: 'not_an_image' },
    })
  })
})

describe('readImageUri', () => {
  it('SVG-07: reads PNG and SVG, and no other form', () => {
    expect(readImageUri(`data:image/png;base64,${PIXEL}`)?.bytes).toEqual(new Uint8Array(aPng()))
    expect(readImageUri(`data:image/svg+xml;base64,${btoa('<svg/>')}`)?.mediaType).toBe('image/svg+xml')
  })

  it.each([
    'https://x.example/a.png',
    'data:image/gif;base64,R0lGODlh',
    'data:image/png,x',
    'data:image/png;base64,%%%',
  ])('refuses %s', (uri) => {
    expect(readImageUri(uri)).toBeUndefined()
  })
})
