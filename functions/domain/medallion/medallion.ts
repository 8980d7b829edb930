import { type Colour, leaf, outline, pointAt, type Shape } from './shapes.ts'

const CIRCLE_STEPS = 96
const BEAD_STEPS = 48
const RIM_STEPS = 360

/** Numbers from 0 to 1 that follow from the seed alone. */
function drawFrom(seed: string): () => number {
  let state = 0x811c9dc5
  for (let index = 0; index < seed.length; index++) state = Math.imul(state ^ seed.charCodeAt(index), 0x01000193)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/**
 * The picture of an achievement that has none of its own: a medallion in two colours that contrast, without any writing.
 * One seed always gives the same shapes, and different seeds hardly ever do.
 *
 * @returns shapes to be painted in order.
 */
export function medallionOf(seed: string): readonly Shape[] {
  const draw = drawFrom(seed)
  const pick = <Choice>(choices: readonly [Choice, ...Choice[]]): Choice =>
    choices[Math.floor(draw() * choices.length)] ?? choices[0]
  const hue = draw()
  const deep = toColour(hue, 0.6, 0.22)
  const pale = toColour(hue + pick([0.05, 0.09, 0.45, 0.55, 0.92]), 0.7, 0.88)
  const fold = pick([5, 6, 7, 8, 9, 10, 12])
  const rim = pick([scallops, notches, plain])(fold)
  return [
    { points: outline(rim, RIM_STEPS), colour: pale },
    { points: outline((turn) => rim(turn) - 5, RIM_STEPS), colour: deep },
    { points: circle(157), colour: pale },
    { points: circle(148), colour: deep },
    ...pick([petals, star, flower, beads, sunburst])(fold, pale),
    ...pick([core, smallStar, smallFlower])(fold, deep, pale),
  ]
}

const circle = (radius: number) => outline(() => radius, CIRCLE_STEPS)

const wave = (turn: number, times: number): number => Math.cos(turn * times * 2 * Math.PI)

type Rim = (fold: number) => (turn: number) => number

const scallops: Rim = (fold) => (turn) => 178 + 14 * Math.sqrt(Math.abs(wave(turn, fold)))
const notches: Rim = (fold) => (turn) => 183 + 9 * Math.max(-1, Math.min(1, 2.5 * wave(turn, fold * 2)))
const plain: Rim = () => () => 190

type Motif = (fold: number, colour: Colour) => readonly Shape[]

const each = (fold: number, shape: (turn: number) => Shape['points'], colour: Colour): readonly Shape[] =>
  Array.from({ length: fold }, (_, index) => ({ points: shape(index / fold), colour }))

const petals: Motif = (fold, colour) => each(fold, (turn) => leaf(20, 132, Math.min(64, 390 / fold), turn), colour)

const star: Motif = (fold, colour) => [
  { points: outline((turn) => (Math.round(turn * fold * 2) % 2 === 0 ? 134 : 78), fold * 2), colour },
]

const flower: Motif = (fold, colour) => [{ points: outline((turn) => 108 + 24 * wave(turn, fold), fold * 24), colour }]

const beads: Motif = (fold, colour) => {
  const radius = Math.min(36, (102 * Math.sin(Math.PI / fold)) / 1.18)
  return [
    ...each(fold, (turn) => outline(() => radius, BEAD_STEPS, pointAt(102, turn)), colour),
    { points: circle(56), colour },
  ]
}

const sunburst: Motif = (fold, colour) => {
  const rays = fold < 9 ? fold * 2 : fold
  const ray = (turn: number) => [pointAt(134, turn - 0.22 / rays), pointAt(134, turn + 0.22 / rays), pointAt(48, turn)]
  return [...each(rays, ray, colour), { points: circle(60), colour }]
}

type Heart = (fold: number, deep: Colour, pale: Colour) => readonly Shape[]

const core: Heart = (_, deep, pale) => [
  { points: circle(44), colour: deep },
  { points: circle(30), colour: pale },
]

const smallStar: Heart = (fold, deep) => [
  { points: outline((turn) => (Math.round(turn * fold * 2) % 2 === 0 ? 48 : 24), fold * 2), colour: deep },
]

const smallFlower: Heart = (fold, deep, pale) => [
  { points: outline((turn) => 38 + 9 * wave(turn, fold), fold * 20), colour: deep },
  { points: circle(14), colour: pale },
]

/** A colour by hue (turns), saturation and lightness. */
function toColour(hue: number, saturation: number, lightness: number): Colour {
  const strength = saturation * Math.min(lightness, 1 - lightness)
  const channel = (offset: number) => {
    const place = (offset + hue * 12) % 12
    return Math.round(255 * (lightness - strength * Math.max(-1, Math.min(place - 3, 9 - place, 1))))
  }
  return [channel(0), channel(8), channel(4)]
}
