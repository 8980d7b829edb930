import { DOMParser } from '@xmldom/xmldom'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseXml } from '../../../../functions/adapters/xml/xmldom-parser.ts'
import { bakeSvg, unbakeSvg } from '../../../../functions/domain/baking/bake-svg.ts'
import type { BakedForm } from '../../../../functions/domain/baking/baked-form.ts'
import { describeImageRefusal } from '../../../../functions/domain/baking/image-refusal.ts'
import { missingShared, readSharedBytes } from '../../../support/shared-files.ts'

const NAMESPACE = 'https://purl.imsglobal.org/ob/v3p0'
const SVG = 'xmlns="http://www.w3.org/2000/svg"'
const JWS = 'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJ4In0.c2ln'
const JSON_TEXT = JSON.stringify({ name: 'बुनाई 🧵', comment: 'a]]>b\u2028c\u0085<&>', list: [1, 2] })
const DRAWING = `<?xml version="1.0" encoding="UTF-8"?>
<!-- a > drawing -->
<svg ${SVG} viewBox='0 0 9 9' data-a="x > y">
  <title>Weave &amp; care</title><rect width="9" height="9"/>
</svg>
`

const baked = (svg: string, text: string, form: BakedForm = 'embedded') => {
  const result = bakeSvg(parseXml, svg, text, form)
  if (!result.ok) throw new Error(describeImageRefusal(result.error))
  return result.value
}
const unbaked = (svg: string) => unbakeSvg(parseXml, svg)
const rootOf = (svg: string) => {
  const root = new DOMParser().parseFromString(svg, 'text/xml').documentElement
  if (!root) throw new Error('no root')
  return root
}

describe('bakeSvg', () => {
  it('SVG-01: declares the namespace of Open Badges on the root, without /spec/ in it', () => {
    expect(rootOf(baked(DRAWING, JWS, 'jwt')).getAttribute('xmlns:openbadges')).toBe(NAMESPACE)
    const declared = DRAWING.replace('<svg ', `<svg xmlns:openbadges="${NAMESPACE}" `)
    expect(baked(declared, JWS, 'jwt').split(NAMESPACE)).toHaveLength(2)
  })

  it.each(['embedded', 'jwt'] as const)('SVG-02: puts the element directly behind the opening tag (%s)', (form) => {
    const svg = baked(DRAWING, form === 'jwt' ? JWS : JSON_TEXT, form)
    expect(rootOf(svg).firstChild?.nodeName).toBe('openbadges:credential')
    expect(rootOf(svg).firstChild?.namespaceURI).toBe(NAMESPACE)
    expect(svg).toContain('data-a="x > y"><openbadges:credential')
  })

  it('SVG-03: gives a JWT badge the attribute verify and no content', () => {
    const svg = baked(DRAWING, JWS, 'jwt')
    expect(svg).toContain(`<openbadges:credential verify="${JWS}"/>`)
    expect(unbaked(svg)).toEqual({ ok: true, value: { form: 'jwt', text: JWS } })
  })

  it('SVG-04: gives an embedded proof CDATA with the JSON and no verify', () => {
    const [element] = rootOf(baked(DRAWING, JSON_TEXT)).getElementsByTagNameNS(NAMESPACE, 'credential')
    expect(element?.textContent).toBe(JSON_TEXT)
    expect(element?.hasAttribute('verify')).toBe(false)
    expect(element?.firstChild?.nodeType).toBe(4)
  })

  it('SVG-04: gives back any JSON text, whatever is in its strings', () => {
    const odd = fc.constantFrom(
      ']]>',
      ']]',
      '<![CDATA[',
      '\u0085',
      '\u2028',
      '\u2029',
      '&amp;',
      '\r',
      '\uffff',
      '\ufffd',
      '\ufeff',
      '-->',
    )
    const texts = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.array(odd).map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(texts, fc.constantFrom('', '\r\n', '\t \r'), (text, space) => {
        const json = `{${space}"text":${JSON.stringify(text)}${space}}`
        const again = unbaked(baked(DRAWING, json))
        if (!again.ok) throw new Error(describeImageRefusal(again.error))
        expect(JSON.parse(again.value.text)).toEqual({ text })
        if (!/[\ufffe\uffff]/.test(text)) expect(again.value.text).toBe(json)
      }),
      { numRuns: 300 },
    )
  })

  it('SVG-05: replaces every credential there is, under whatever prefix and wherever', () => {
    const before = DRAWING.replace('<svg ', `<svg xmlns:ob="${NAMESPACE}" `).replace(
      '<title>',
      `<ob:credential verify="a.b.c"><ob:credential/></ob:credential><g><credential xmlns="${NAMESPACE}">{}</credential></g><title>`,
    )
    const svg = baked(before, JSON_TEXT)
    expect(rootOf(svg).getElementsByTagNameNS(NAMESPACE, 'credential')).toHaveLength(1)
    expect(svg).toContain('<g></g><title>')
  })

  it.each(['embedded', 'jwt'] as const)('SVG-05: baking again changes nothing (%s)', (form) => {
    const text = form === 'jwt' ? JWS : JSON_TEXT
    expect(baked(baked(DRAWING, text, form), text, form)).toBe(baked(DRAWING, text, form))
    expect(baked(baked(DRAWING, JSON_TEXT), JWS, 'jwt')).toBe(baked(DRAWING, JWS, 'jwt'))
  })

  it('leaves every other character of the SVG as it was', () => {
    const svg = baked(DRAWING, JSON_TEXT)
    const element = /<openbadges:credential>[\s\S]*<\/openbadges:credential>/
    expect(svg.replace(element, '').replace(` xmlns:openbadges="${NAMESPACE}"`, '')).toBe(DRAWING)
  })

  it.each([
    ['an empty root', `<svg ${SVG}/>`],
    ['an empty root with a space', `<svg ${SVG} />`],
    ['a prefixed root', '<s:svg xmlns:s="http://www.w3.org/2000/svg"/>'],
    ['a byte order mark', `\ufeff<svg ${SVG}></svg>`],
    ['line ends of another system', `<svg\r\n${SVG}\r\n>\r\n</svg>\r\n`],
  ])('takes %s', (_, svg) => {
    expect(unbaked(baked(svg, JSON_TEXT))).toEqual({ ok: true, value: { form: 'embedded', text: JSON_TEXT } })
  })

  it('refuses a root that calls something else "openbadges"', () => {
    const svg = `<svg ${SVG} xmlns:openbadges="https://example.org/"/>`
    expect(bakeSvg(parseXml, svg, JWS, 'jwt')).toMatchObject({ error: { code: 'svg_credential_malformed' } })
  })

  it('SVG-06: refuses any document type', () => {
    const svg = `<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "https://x.example/a.dtd"><svg ${SVG}/>`
    expect(bakeSvg(parseXml, svg, JWS, 'jwt')).toMatchObject({ error: { code: 'svg_doctype', at: 0 } })
  })

  it('throws on a JWS that is not compact, and on text that is no JSON', () => {
    expect(() => baked(DRAWING, '"><script/>', 'jwt')).toThrow(TypeError)
    expect(() => baked(DRAWING, '{"a":"\u0000"}')).toThrow(TypeError)
  })
})

describe('unbakeSvg', () => {
  const inRoot = (content: string) => `<svg ${SVG} xmlns:o="${NAMESPACE}">${content}</svg>`

  it('SVG-05: takes the first of two', () => {
    const svg = inRoot('<o:credential verify="a.b.c"/><o:credential>{"a":1}</o:credential>')
    expect(unbaked(svg)).toEqual({ ok: true, value: { form: 'jwt', text: 'a.b.c' } })
  })

  it.each([
    ['one deeper in the drawing', '<g><o:credential verify="a.b.c"/></g>'],
    ['one of another namespace', '<x:credential xmlns:x="https://purl.imsglobal.org/spec/ob/v3p0" verify="a.b.c"/>'],
    ['one without a namespace', '<credential verify="a.b.c"/>'],
    ['one in a comment', '<!-- <o:credential verify="a.b.c"/> -->'],
    ['one as text', '<![CDATA[<o:credential verify="a.b.c"/>]]>'],
    ['an assertion of Open Badges 2', '<o:assertion verify="a.b.c"/>'],
  ])('SVG-05: passes over %s', (_, content) => {
    expect(unbaked(inRoot(content))).toMatchObject({ ok: false, error: { code: 'no_credential' } })
  })

  it.each([
    ['nothing', '<o:credential/>'],
    ['white space', '<o:credential> \n </o:credential>'],
    ['an element', '<o:credential>{}<g/></o:credential>'],
    ['an empty verify', '<o:credential verify="">{}</o:credential>'],
    ['a verify that is no JWS', '<o:credential verify="https://x.example/"/>'],
  ])('refuses a credential that holds %s, and says where', (_, content) => {
    const error = { code: 'svg_credential_malformed', at: inRoot('').indexOf('</svg>') }
    expect(unbaked(inRoot(content))).toMatchObject({ ok: false, error })
  })

  it('SVG-03: reads the published example', () => {
    const path = 'spec/samples/images/simple-jwt.svg'
    const bytes = readSharedBytes(path)
    if (!bytes) console.info(missingShared(path))
    else expect(unbaked(Buffer.from(bytes).toString())).toMatchObject({ ok: true, value: { form: 'jwt' } })
    expect(path).toMatch(/svg$/)
  })

  const names = (count: number) => Array.from({ length: count }, (_, n) => `a${n}=""`).join(' ')
  const laughs = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('')

  it.each([
    ['a billion laughs', `<!DOCTYPE svg [<!ENTITY l0 "ha">${laughs}]><svg ${SVG}>&l9;</svg>`, 'svg_entity'],
    [
      'an external entity',
      `<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg ${SVG}>&x;</svg>`,
      'svg_entity',
    ],
    ['a parameter entity', `<!DOCTYPE svg [<!ENTITY % x SYSTEM "http://x.example/">%x;]><svg ${SVG}/>`, 'svg_entity'],
    ['an unknown entity', `<svg ${SVG}>&nbsp;</svg>`, 'svg_entity'],
    ['an unknown entity in an attribute', `<svg ${SVG} id="&x;"/>`, 'svg_entity'],
    ['a style sheet', `<?xml-stylesheet href="x.css"?><svg ${SVG}/>`, 'svg_processing_instruction'],
    ['a character of no script', `<svg ${SVG}>\u0001</svg>`, 'svg_not_well_formed'],
    ['the same by number', `<svg ${SVG}>&#1;</svg>`, 'svg_not_well_formed'],
    ['a number beyond Unicode', `<svg ${SVG}>&#x110000;</svg>`, 'svg_not_well_formed'],
    ['an element left open', `<svg ${SVG}><g></svg>`, 'svg_not_well_formed'],
    ['elements closed crosswise', `<svg ${SVG}><g><a></g></a></svg>`, 'svg_not_well_formed'],
    ['one attribute twice', `<svg ${SVG} id="a" id="b"/>`, 'svg_not_well_formed'],
    ['an attribute without quotes', `<svg ${SVG} id=a></svg>`, 'svg_not_well_formed'],
    ['an unbound prefix', `<svg ${SVG}><x:g/></svg>`, 'svg_not_well_formed'],
    ['two roots', `<svg ${SVG}/><svg ${SVG}/>`, 'svg_not_well_formed'],
    ['text behind the root', `<svg ${SVG}/>x`, 'svg_not_well_formed'],
    ['a quote that does not end', `<svg ${SVG} id="a></svg>`, 'svg_not_well_formed'],
    ['a comment that does not end', `<svg ${SVG}><!-- </svg>`, 'svg_not_well_formed'],
    ['nothing', '', 'svg_not_well_formed'],
    ['another root', '<html xmlns="http://www.w3.org/1999/xhtml"/>', 'svg_not_svg'],
    ['a root of no namespace', '<svg/>', 'svg_not_svg'],
    ['elements nested without end', `<svg ${SVG}>${'<g>'.repeat(70)}${'</g>'.repeat(70)}</svg>`, 'svg_too_large'],
    ['an element without end', `<svg ${SVG}>${'<g>'.repeat(100_000)}`, 'svg_too_large'],
    ['too many elements', `<svg ${SVG}>${'<g/>'.repeat(10_001)}</svg>`, 'svg_too_large'],
    ['too many attributes', `<svg ${SVG} ${names(110)}/>`, 'svg_too_large'],
    ['attributes without end', `<svg ${SVG}>${`<g ${names(90)}/>`.repeat(600)}</svg>`, 'svg_too_large'],
    ['comments without end', `<svg ${SVG}>${'<!---->'.repeat(40_000)}</svg>`, 'svg_too_large'],
    ['too many characters', `<svg ${SVG}>${' '.repeat(9_000_000)}</svg>`, 'svg_too_large'],
  ])('SVG-06: refuses %s at once', (_, svg, code) => {
    const startedAt = performance.now()
    expect(unbaked(svg)).toMatchObject({ ok: false, error: { code } })
    expect(performance.now() - startedAt).toBeLessThan(500)
  })

  it('reads the largest drawing it takes within the time budget', () => {
    const startedAt = performance.now()
    const svg = `<svg ${SVG}>${'<path d="M0 0L1 1" fill="#fff" stroke="#000"/>'.repeat(9_900)}</svg>`
    expect(unbaked(baked(svg, JSON_TEXT)).ok).toBe(true)
    expect(performance.now() - startedAt).toBeLessThan(5000)
  })

  it('never throws, whatever characters come', () => {
    const svg = baked(DRAWING, JSON_TEXT)
    const pieces = fc.constantFrom(
      '<',
      '>',
      '</',
      '/>',
      '"',
      "'",
      '&',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '<?',
      '<!DOCTYPE ',
      '[',
      'xmlns=',
      ' ',
      '\0',
      '\ud800',
      ':',
    )
    fc.assert(
      fc.property(
        fc.nat(svg.length),
        fc.nat(20),
        fc.array(fc.oneof(pieces, fc.string({ maxLength: 3 })), { maxLength: 6 }),
        (at, cut, more) => {
          expect(typeof unbaked(svg.slice(0, at) + more.join('') + svg.slice(at + cut)).ok).toBe('boolean')
          expect(typeof unbaked(more.join('')).ok).toBe('boolean')
        },
      ),
      { numRuns: 800 },
    )
  })
})
