import { createHash } from 'node:crypto'
import { DOMParser } from '@xmldom/xmldom'
import { describe, expect, it } from 'vitest'
import { zlibDeflate } from '../../../../functions/adapters/compression/zlib-deflate.ts'
import { encodePng } from '../../../../functions/domain/medallion/encode-png.ts'
import { medallionOf } from '../../../../functions/domain/medallion/medallion.ts'
import { type Colour, type Shape, SIDE } from '../../../../functions/domain/medallion/shapes.ts'
import { toPixels } from '../../../../functions/domain/medallion/to-pixels.ts'
import { toSvg } from '../../../../functions/domain/medallion/to-svg.ts'
import { anId } from '../../../support/builders.ts'
import { chunksOf, pixelsOf } from '../../../support/png.ts'

const seeds = Array.from({ length: 100 }, (_, n) => anId(`achievement ${n}`))

/** WCAG 2 contrast of two colours. */
const contrast = (one: Colour, other: Colour) => {
  const luminance = (colour: Colour) => {
    const [red = 0, green = 0, blue = 0] = colour.map((value) =>
      value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

describe('medallionOf', () => {
  it('is the same for the same achievement, and differs between achievements', () => {
    const drawn = seeds.map((seed) => JSON.stringify(medallionOf(seed)))
    expect(drawn).toEqual(seeds.map((seed) => JSON.stringify(medallionOf(seed))))
    expect(new Set(drawn).size).toBe(seeds.length)
  })

  it('has two colours that stand out from each other', () => {
    for (const seed of seeds) {
      const colours = new Map(medallionOf(seed).map(({ colour }) => [String(colour), colour]))
      const [one, other] = [...colours.values()]
      expect(colours.size).toBe(2)
      expect(one && other ? contrast(one, other) : 0).toBeGreaterThan(4.5)
    }
  })

  it('stays within its square', () => {
    const places = seeds.flatMap((seed) => medallionOf(seed).flatMap(({ points }) => points.flat()))
    expect(Math.min(...places.slice(0, 100_000))).toBeGreaterThanOrEqual(0)
    expect(places.every((place) => place >= 0 && place <= SIDE)).toBe(true)
  })
})

describe('toSvg', () => {
  it('says in its title what it stands for, whatever the name holds', () => {
    const svg = toSvg(medallionOf('a'), 'Badge of <script>"x" & ]]> \u0000\ud800 बुनाई')
    const root = new DOMParser().parseFromString(svg, 'text/xml').documentElement
    expect(root?.getElementsByTagName('title')[0]?.textContent).toBe('Badge of <script>"x" & ]]>  बुनाई')
    expect(svg).not.toContain('<text')
  })
})

describe('toPixels', () => {
  const square = (from: number, to: number, colour: Colour): Shape => ({
    points: [
      [from, from],
      [to, from],
      [to, to],
      [from, to],
    ],
    colour,
  })
  const at = (pixels: Uint8Array, x: number, y: number) => [...pixels.slice((y * SIDE + x) * 4, (y * SIDE + x) * 4 + 4)]

  it('paints later shapes over earlier ones, and leaves the rest transparent', () => {
    const pixels = toPixels([square(10, 50, [255, 0, 0]), square(20, 30, [0, 0, 255])])
    expect(at(pixels, 9, 9)).toEqual([0, 0, 0, 0])
    expect(at(pixels, 10, 10)).toEqual([255, 0, 0, 255])
    expect(at(pixels, 25, 25)).toEqual([0, 0, 255, 255])
    expect(at(pixels, 50, 50)).toEqual([0, 0, 0, 0])
  })

  it('smooths edges by how much of a pixel they cover', () => {
    expect(at(toPixels([square(10.5, 50, [255, 0, 0])]), 10, 20)).toEqual([255, 0, 0, 128])
    expect(at(toPixels([square(0, 50, [255, 0, 0]), square(10.5, 50, [0, 0, 0])]), 10, 20)).toEqual([128, 0, 0, 255])
  })
})

describe('encodePng', () => {
  it('ACH-11: makes a PNG whose pixels are those of the shapes', () => {
    const pixels = toPixels(medallionOf('a'))
    const png = encodePng(pixels, SIDE, zlibDeflate)
    expect(chunksOf(png).map(({ type }) => type)).toEqual(['IHDR', 'IDAT', 'IEND'])
    const rows = pixelsOf(png)
    const row = 1 + SIDE * 4
    for (const y of [0, 57, 200, SIDE - 1])
      expect(rows.subarray(y * row + 1, (y + 1) * row).equals(pixels.subarray(y * SIDE * 4, (y + 1) * SIDE * 4))).toBe(
        true,
      )
    expect(png.length).toBeLessThan(40_000)
    expect(createHash('sha256').update(png).digest('hex')).toBe(
      createHash('sha256')
        .update(encodePng(toPixels(medallionOf('a')), SIDE, zlibDeflate))
        .digest('hex'),
    )
  })

  it('throws on pixels that do not fill whole rows', () => {
    expect(() => encodePng(new Uint8Array(7), 1, zlibDeflate)).toThrow(TypeError)
    expect(() => encodePng(new Uint8Array(), 1, zlibDeflate)).toThrow(TypeError)
  })
})
