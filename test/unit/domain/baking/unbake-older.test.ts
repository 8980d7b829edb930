import { describe, expect, it } from 'vitest'
import { parseXml } from '../../../../functions/adapters/xml/xmldom-parser.ts'
import {
  hasMisplacedCredential,
  unbakeOlderPng,
  unbakeOlderSvg,
} from '../../../../functions/domain/baking/unbake-older.ts'
import { aPng, pngChunk } from '../../../support/png.ts'

const ADDRESS = 'https://issuer.example/assertions/1'
const png = (type: string, data: string | Buffer) => aPng([pngChunk(type, data)])

describe('unbakeOlderPng', () => {
  it.each([
    ['an iTXt chunk', 'iTXt', `openbadges\0\0\0\0\0${ADDRESS}`],
    ['an iTXt chunk with a language and a translated keyword', 'iTXt', `openbadges\0\0\0en\0badge\0${ADDRESS}`],
    ['a tEXt chunk, as version 1.0 had it', 'tEXt', `openbadges\0${ADDRESS}`],
  ])('reads what is in %s', (_, type, data) => {
    expect(unbakeOlderPng(png(type, data))).toBe(ADDRESS)
  })

  it('passes over other chunks of the same keyword, and other keywords', () => {
    const chunks = [
      pngChunk('prVt', 'openbadges\0no'),
      pngChunk('tEXt', 'Title\0no'),
      pngChunk('tEXt', 'openbadgesX\0no'),
      pngChunk('tEXt', `openbadges\0${ADDRESS}`),
    ]
    expect(unbakeOlderPng(aPng(chunks))).toBe(ADDRESS)
  })

  it.each([
    ['no chunk of the kind', aPng()],
    ['the credential of version 3', png('iTXt', `openbadgecredential\0\0\0\0\0${ADDRESS}`)],
    ['a compressed chunk, which is never unpacked', png('iTXt', `openbadges\0\x01\0\0\0${ADDRESS}`)],
    ['a chunk that ends before the language does', png('iTXt', 'openbadges\0\0\0en')],
    ['a chunk that ends before the translated keyword does', png('iTXt', 'openbadges\0\0\0en\0badge')],
    ['text that is no UTF-8', png('tEXt', Buffer.concat([Buffer.from('openbadges\0'), Buffer.of(0xff, 0xfe)]))],
    ['a keyword without its end', png('tEXt', 'openbadges')],
    ['bytes that are no PNG', Buffer.from('GIF89a')],
  ])('finds nothing in %s', (_, bytes) => {
    expect(unbakeOlderPng(bytes)).toBeUndefined()
  })
})

describe('hasMisplacedCredential', () => {
  it.each([
    ['tEXt', true],
    ['zTXt', true],
    ['iTXt', false],
    ['prVt', false],
  ])('PNG-01: tells a credential of version 3 in the chunk %s: %s', (type, expected) => {
    expect(hasMisplacedCredential(png(type, 'openbadgecredential\0{}'))).toBe(expected)
  })

  it('tells nothing of other text, nor of what is no PNG', () => {
    expect(hasMisplacedCredential(png('tEXt', 'openbadges\0{}'))).toBe(false)
    expect(hasMisplacedCredential(Buffer.from('GIF89a'))).toBe(false)
  })
})

describe('unbakeOlderSvg', () => {
  const svg = (inside: string) =>
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:ob="http://openbadges.org" xmlns:x="urn:x">${inside}</svg>`
  const unbake = (text: string) => unbakeOlderSvg(parseXml, text)

  it('reads the text of the assertion before its attribute, and the attribute where there is no text', () => {
    expect(unbake(svg(`<ob:assertion verify="no"><![CDATA[{"id":"1"}]]></ob:assertion>`))).toBe('{"id":"1"}')
    expect(unbake(svg(`<ob:assertion verify="${ADDRESS}"> </ob:assertion>`))).toBe(ADDRESS)
    expect(unbake(svg(`<g/><ob:assertion x:verify="no" verify="${ADDRESS}"/>`))).toBe(ADDRESS)
  })

  it.each([
    ['no assertion', svg('<g/>')],
    ['an assertion of another namespace', svg(`<x:assertion verify="${ADDRESS}"/>`)],
    ['another element of the namespace', svg(`<ob:other verify="${ADDRESS}"/>`)],
    ['an assertion deeper down', svg(`<g><ob:assertion verify="${ADDRESS}"/></g>`)],
    ['an assertion that says nothing', svg('<ob:assertion/>')],
    ['what is no XML', '<svg'],
  ])('finds nothing in %s', (_, text) => {
    expect(unbake(text)).toBeUndefined()
  })
})
